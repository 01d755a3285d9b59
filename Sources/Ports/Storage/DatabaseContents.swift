import Model

/// Summary of a database copy.
package struct DatabaseContents: Equatable, Codable, Sendable {
    package struct App: Equatable, Codable, Sendable {
        package let name: String
        package let uid: UInt32
        package let commit: String?
        package let state: String

        package init(name: String, uid: UInt32, commit: String?, state: String) {
            self.name = name
            self.uid = uid
            self.commit = commit
            self.state = state
        }
    }

    package let installation: String
    /// Latest applied migration.
    package let schema: String
    /// All apps that are not removed, by name.
    package let apps: [App]

    package init(installation: String, schema: String, apps: [App]) {
        self.installation = installation
        self.schema = schema
        self.apps = apps
    }
}
