/// The person or program behind a request.
package struct Caller: Equatable, Sendable {
    /// The corporate account, as nginx established it.
    package let user: String
    /// As sign-in reports them.
    package let groups: Set<String>
    package let role: Role
    /// The client's address as nginx saw it.
    package let address: String
    /// nginx's own name for the request, the one in its access log; nil where no request came through nginx.
    package let request: String?

    package init(
        user: String, groups: Set<String> = [], role: Role, address: String, request: String? = nil
    ) {
        self.user = user
        self.groups = groups
        self.role = role
        self.address = address
        self.request = request
    }

    /// The service itself: crash recovery, the reconciler.
    package static let system = Caller(user: "system", role: .operator, address: "")

    package func maySee(_ app: App) -> Bool { maySee(app.audience) }

    package func mayChange(_ app: App) -> Bool {
        role == .operator || role >= .member && user == app.owner
    }

    func maySee(_ audience: Audience) -> Bool {
        role == .operator || audience.includes(user: user, groups: groups)
    }
}
