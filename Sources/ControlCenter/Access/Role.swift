/// What a signed-in person may do at all; which apps they may do it to is a matter of ownership.
package enum Role: String, Comparable, Sendable, CaseIterable {
    /// Sees, opens and reads the logs of apps that are shared with them.
    case viewer
    /// Adds apps, and changes their own.
    case member
    /// Sees and changes every app, and reads the audit log.
    case `operator`

    package static func < (first: Role, second: Role) -> Bool {
        let order = { (role: Role) in allCases.firstIndex(of: role) ?? 0 }
        return order(first) < order(second)
    }
}
