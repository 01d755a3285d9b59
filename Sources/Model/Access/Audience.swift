/// Who can see an app, besides operators.
package struct Audience: Equatable, Sendable {
    package let owner: String
    package let sharedWith: Set<Principal>

    package init(owner: String, sharedWith: Set<Principal>) {
        self.owner = owner
        self.sharedWith = sharedWith
    }

    package func includes(user: String, groups: Set<String>) -> Bool {
        user == owner || sharedWith.contains { $0.includes(user: user, groups: groups) }
    }
}

extension App {
    package var audience: Audience { Audience(owner: owner, sharedWith: settings.sharedWith) }
}
