/// Which role a signed-in person has, by the operator's configuration. Nobody has one unless a line gives it.
package struct RoleMap: Sendable {
    private let principals: [Role: Set<Principal>]

    package init(_ principals: [Role: Set<Principal>]) {
        self.principals = principals
    }

    /// The highest role that is given to the person or one of the groups.
    package func role(of user: String, groups: Set<String>) -> Role? {
        Role.allCases.last { role in
            principals[role]?.contains { $0.includes(user: user, groups: groups) } ?? false
        }
    }
}
