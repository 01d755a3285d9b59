/// Who can see an app, besides operators.
struct Audience: Equatable, Sendable {
    let owner: String
    let sharedWith: Set<Principal>

    func includes(user: String, groups: Set<String>) -> Bool {
        user == owner || sharedWith.contains { $0.includes(user: user, groups: groups) }
    }
}

extension App {
    var audience: Audience { Audience(owner: owner, sharedWith: settings.sharedWith) }
}
