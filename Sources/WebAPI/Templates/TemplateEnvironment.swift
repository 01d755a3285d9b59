import Model

/// The `environment` of a template: objects with name, type, limits and default value.
struct TemplateEnvironment {
    private static let maximumChoices = 50
    private static let maximumLabel = 80
    private static let maximumHelp = 300
    private static let common: Set<String> = ["name", "type", "label", "help", "required", "default"]
    /// The limits that each type has.
    private static let limits: [String: Set<String>] = [
        "text": ["max_length"], "number": ["min", "max"], "choice": ["choices"], "secret": [], "boolean": [],
    ]

    private let fields: FormFields

    init(_ fields: FormFields) {
        self.fields = fields
    }

    /// - Returns: nil when a variable is invalid.
    func read(_ broken: inout BrokenRules) -> [TemplateVariable]? {
        guard let elements = broken.collect({ () throws(FieldError) in try fields.list("environment") }) else {
            return nil
        }
        guard elements.count <= EnvironmentVariable.maximumCount else {
            broken.add(
                FieldError(
                    field: "environment", code: "env_too_many",
                    message: "Name at most \(EnvironmentVariable.maximumCount) variables."))
            return nil
        }
        var names: Set<EnvironmentName> = []
        let variables = elements.enumerated().map { index, element in
            broken.collect { () throws(FieldError) in
                let path = "environment[\(index)]"
                let variable = try Self.variable(element, path)
                guard names.insert(variable.name).inserted else {
                    throw FieldError(
                        field: "\(path).name", code: "env_key_duplicate",
                        message: "\(variable.name.rawValue) is named twice.")
                }
                return variable
            }
        }
        return variables.contains { $0 == nil } ? nil : variables.compactMap(\.self)
    }

    private static func variable(_ element: JSONValue, _ path: String) throws(FieldError) -> TemplateVariable {
        guard case .object(let members) = element else {
            throw FieldError(field: path, code: "env_type", message: "Enter an object with name and type.")
        }
        let fields = FormFields(members.map { ($0.key, $0.value) })
        let name = try EnvironmentName(
            try at(path) { () throws(FieldError) in try fields.text("name", "env") } ?? "", field: path)
        return try TemplateVariable(
            name: name,
            label: try at(path) { () throws(FieldError) in
                try TemplateForm.words(fields, "label", atMost: maximumLabel)
            },
            help: try at(path) { () throws(FieldError) in
                try TemplateForm.words(fields, "help", atMost: maximumHelp)
            },
            kind: try at(path) { () throws(FieldError) in try kind(fields) },
            isRequired: try at(path) { () throws(FieldError) in try fields.flag("required") } ?? false,
            standard: try at(path) { () throws(FieldError) in try fields.scalar("default") }, field: path)
    }

    private static func kind(_ fields: FormFields) throws(FieldError) -> TemplateVariable.Kind {
        let type = try fields.text("type", "type") ?? ""
        guard let own = limits[type] else {
            throw FieldError(
                field: "type", code: "type_unknown",
                message: "Choose from \(limits.keys.sorted().joined(separator: ", ")).")
        }
        for field in fields.names where !common.union(own).contains(field) {
            throw FieldError(
                field: field, code: "unknown_field", message: "A variable of type \(type) has no \(field).")
        }
        switch type {
        case "number":
            let (from, to) = (try fields.number("min"), try fields.number("max"))
            if let from, let to, from > to {
                throw FieldError(field: "max", code: "max_range", message: "Enter \(from) or more.")
            }
            return .number(from: from, to: to)
        case "choice":
            let choices = try fields.distinct("choices", atMost: maximumChoices) { text, _ in text }
            guard !choices.isEmpty else {
                throw FieldError(field: "choices", code: "choices_required", message: "Enter at least one.")
            }
            return .choice(choices)
        case "secret": return .secret
        case "boolean": return .boolean
        default: return .text(atMost: try fields.number("max_length"))
        }
    }

    /// Prefixes the error's field.
    private static func at<Value>(
        _ path: String, _ read: () throws(FieldError) -> Value
    ) throws(FieldError) -> Value {
        do {
            return try read()
        } catch {
            throw FieldError(field: "\(path).\(error.field)", code: error.code, message: error.message)
        }
    }
}
