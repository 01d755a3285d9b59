/// Maps signed-in users to roles, from the operator's configuration. Users have no role unless an entry grants one.
package struct RoleMap: Sendable {
    private let principals: [Role: Set<Principal>]

    package init(_ principals: [Role: Set<Principal>]) {
        self.principals = principals
    }

    /// The highest role granted to the user or one of their groups.
    package func role(of user: String, groups: Set<String>) -> Role? {
        Role.allCases.last { role in
            principals[role]?.contains { $0.includes(user: user, groups: groups) } ?? false
        }
    }
}
