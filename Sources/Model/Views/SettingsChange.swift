/// A settings change in the audit log: before and after with secrets masked, and which secrets changed.
package struct SettingsChange: Encodable, Sendable {
    private let before: SettingsView?
    private let after: SettingsView
    private let changedSecrets: [String]

    private enum CodingKeys: String, CodingKey {
        case before, after
        case changedSecrets = "changed_secrets"
    }

    /// - Parameter before: nil for a new app.
    package init(from before: AppSettings?, to after: AppSettings) {
        self.before = before.map { SettingsView($0) }
        self.after = SettingsView(after)
        let known = Self.secrets(before)
        let new = Self.secrets(after)
        changedSecrets = Set(known.keys).union(new.keys).filter { known[$0] != new[$0] }.sorted()
    }

    private static func secrets(_ settings: AppSettings?) -> [String: Secret] {
        guard let settings else { return [:] }
        var secrets: [String: Secret] = [:]
        for variable in settings.environment { secrets[variable.name.rawValue] = variable.secret }
        secrets["repository_token"] = settings.repositoryToken?.secret
        return secrets
    }
}
