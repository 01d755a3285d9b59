/// A template as served by the API.
package struct TemplateView: Encodable, Sendable {
    private let template: Template

    package init(_ template: Template) {
        self.template = template
    }

    private enum CodingKeys: String, CodingKey { case id, title, description, name, settings, environment }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(template.id, forKey: .id)
        try container.encode(template.title, forKey: .title)
        try container.encode(template.description, forKey: .description)
        try container.encode(template.name?.rawValue, forKey: .name)
        try container.encode(SettingsView(template.settings, only: template.given), forKey: .settings)
        try container.encode(template.environment.map(VariableView.init), forKey: .environment)
    }
}

private struct VariableView: Encodable {
    let variable: TemplateVariable

    private enum CodingKeys: String, CodingKey {
        case name, label, help, type, min, max, choices
        case required
        case standard = "default"
        case maximumLength = "max_length"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(variable.name.rawValue, forKey: .name)
        try container.encode(variable.label, forKey: .label)
        try container.encode(variable.help, forKey: .help)
        try container.encode(variable.isRequired, forKey: .required)
        try container.encode(variable.standard, forKey: .standard)
        switch variable.kind {
        case .text(let most):
            try container.encode("text", forKey: .type)
            try container.encode(most, forKey: .maximumLength)
        case .number(let from, let to):
            try container.encode("number", forKey: .type)
            try container.encode(from, forKey: .min)
            try container.encode(to, forKey: .max)
        case .choice(let choices):
            try container.encode("choice", forKey: .type)
            try container.encode(choices, forKey: .choices)
        case .secret: try container.encode("secret", forKey: .type)
        case .boolean: try container.encode("boolean", forKey: .type)
        }
    }
}
