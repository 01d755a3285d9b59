/// The person or program behind a request, for the audit log.
package struct Caller: Equatable, Sendable {
    /// The corporate account, as nginx established it.
    package let user: String
    /// The client's address as nginx saw it.
    package let address: String

    package init(user: String, address: String) {
        self.user = user
        self.address = address
    }

    /// The service itself: crash recovery, the reconciler.
    package static let system = Caller(user: "system", address: "")
}
