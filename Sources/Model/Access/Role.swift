/// What a signed-in user may do in general; which apps they may do it to depends on ownership.
package enum Role: String, Comparable, Sendable, CaseIterable {
    /// Can see, open and read logs of apps shared with them.
    case viewer
    /// Can add apps and change their own.
    case member
    /// Can see and change every app, and read the audit log.
    case `operator`

    package static func < (first: Role, second: Role) -> Bool {
        let order = { (role: Role) in allCases.firstIndex(of: role) ?? 0 }
        return order(first) < order(second)
    }
}
