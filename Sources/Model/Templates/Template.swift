/// A form that is filled in for a known app, for people to start from.
package struct Template: Sendable, Identifiable {
    /// Name of its file without `.json`.
    package let id: String
    package let title: String
    package let description: String
    /// Suggested for the app.
    package let name: AppName?
    /// Only those in ``given`` are the template's; the others hold neutral values.
    package let settings: AppSettings
    /// Names of the settings that the template gives, as in the API.
    package let given: Set<String>
    package let environment: [TemplateVariable]

    package init(
        id: String, title: String, description: String, name: AppName?, settings: AppSettings, given: Set<String>,
        environment: [TemplateVariable]
    ) {
        self.id = id
        self.title = title
        self.description = description
        self.name = name
        self.settings = settings
        self.given = given
        self.environment = environment
    }
}
