/// The user or program behind a request.
package struct Caller: Equatable, Sendable {
    /// Corporate account, as authenticated by nginx.
    package let user: String
    /// As reported by the sign-in provider.
    package let groups: Set<String>
    package let role: Role
    /// Client address as seen by nginx.
    package let address: String
    /// nginx's request ID, as in its access log; nil if no request came through nginx.
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

    package func maySee(_ audience: Audience) -> Bool {
        role == .operator || audience.includes(user: user, groups: groups)
    }
}
