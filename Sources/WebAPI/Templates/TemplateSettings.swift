import Model

/// The `settings` of a template: any of the settings of a new app, except those of one person.
struct TemplateSettings {
    /// A token, other people and variables are no template's; it has an environment of its own.
    private static let personal: Set<String> = ["repository_token", "repository_user", "shared_with", "environment"]

    private let fields: FormFields

    /// - Parameter fields: nil for a template without settings.
    init(_ fields: FormFields?) {
        self.fields = fields ?? FormFields([])
    }

    /// - Returns: nil when a field is invalid; its errors are added to `broken`, each by its path in the file.
    func read(_ broken: inout BrokenRules) -> (settings: AppSettings, given: Set<String>)? {
        do {
            let settings = try AppForm(fields).settings(over: try Self.neutral(), without: Self.personal)
            return (settings, Set(fields.names))
        } catch let error as InvalidFields {
            for error in error.errors {
                broken.add(
                    FieldError(field: "settings.\(error.field)", code: error.code, message: error.message))
            }
        } catch {
            broken.add(FieldError(field: "settings", code: "settings_invalid", message: "\(error)"))
        }
        return nil
    }

    /// Holds the places of settings that the template does not give.
    private static func neutral() throws(FieldError) -> AppSettings {
        AppSettings(
            repository: try RepositoryURL("https://localhost/none"), startCommand: try StartCommand("true"),
            port: try ContainerPort(1))
    }
}
