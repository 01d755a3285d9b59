/// An environment variable that a template asks for.
package struct TemplateVariable: Equatable, Sendable {
    /// What a value may be. The form keeps the limits; the server takes any value that a variable can have.
    package enum Kind: Equatable, Sendable {
        /// At most so many bytes.
        case text(atMost: Int?)
        /// A whole number.
        case number(from: Int?, to: Int?)
        case choice([String])
        /// Kept encrypted, and shown to nobody.
        case secret
        /// `true` or `false`.
        case boolean
    }

    package let name: EnvironmentName
    /// Shown instead of the name.
    package let label: String?
    package let help: String?
    package let kind: Kind
    package let isRequired: Bool
    package let standard: String?

    /// - Parameter field: the variable's path in the file, such as `environment[0]`.
    /// - Throws: `template_default` when the default value is none that the kind allows.
    package init(
        name: EnvironmentName, label: String?, help: String?, kind: Kind, isRequired: Bool, standard: String?,
        field: String
    ) throws(FieldError) {
        if let standard, let trouble = kind.trouble(with: standard) {
            throw FieldError(field: "\(field).default", code: "template_default", message: trouble)
        }
        self.name = name
        self.label = label
        self.help = help
        self.kind = kind
        self.isRequired = isRequired
        self.standard = standard
    }
}

extension TemplateVariable.Kind {
    /// The rule that a value breaks, as a sentence; nil if it breaks none.
    package func trouble(with value: String) -> String? {
        switch self {
        case .text(let most):
            guard let most, value.utf8.count > most else { return nil }
            return "Enter at most \(most) bytes."
        case .number(let from, let to):
            guard let number = Int(value) else { return "Enter a whole number." }
            if let from, number < from { return "Enter \(from) or more." }
            if let to, number > to { return "Enter \(to) or less." }
            return nil
        case .choice(let choices):
            return choices.contains(value) ? nil : "Choose from \(choices.joined(separator: ", "))."
        case .secret:
            return "A secret has no default."
        case .boolean:
            return ["true", "false"].contains(value) ? nil : "Enter true or false."
        }
    }
}
