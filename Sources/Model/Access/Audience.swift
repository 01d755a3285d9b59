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

    /// True if everyone in this audience is certainly in the other one too; who is in a group is not known here.
    package func isPart(of other: Audience) -> Bool {
        other.sharedWith.contains(.everybody)
            || sharedWith.union([.user(owner)]).isSubset(of: other.sharedWith.union([.user(other.owner)]))
    }
}

extension App {
    package var audience: Audience { Audience(owner: owner, sharedWith: settings.sharedWith) }
}
