import Model

/// The `environment` list of a request: objects with `name`, `value` and `secret`.
struct EnvironmentForm {
    private let fields: FormFields
    /// Current variables. A secret sent without a value keeps its current one.
    private let present: [EnvironmentVariable]

    init(_ fields: FormFields, keeping present: [EnvironmentVariable]) {
        self.fields = fields
        self.present = present
    }

    /// - Returns: nil when a field is invalid.
    func read(_ broken: inout BrokenRules) -> [EnvironmentVariable]? {
        guard let elements = broken.collect({ () throws(FieldError) in try fields.list("environment") }) else {
            return nil
        }
        guard elements.count <= EnvironmentVariable.maximumCount else {
            broken.add(
                FieldError(
                    field: "environment", code: "env_too_many",
                    message: "Set at most \(EnvironmentVariable.maximumCount) variables."))
            return nil
        }
        var names: Set<EnvironmentName> = []
        let variables = elements.enumerated().map { index, element in
            broken.collect { () throws(FieldError) in
                let variable = try self.variable(element, at: "environment[\(index)]")
                guard names.insert(variable.name).inserted else {
                    throw FieldError(
                        field: "environment[\(index)].name", code: "env_key_duplicate",
                        message: "\(variable.name.rawValue) is set twice.")
                }
                return variable
            }
        }
        return variables.contains { $0 == nil } ? nil : variables.compactMap(\.self)
    }

    private func variable(_ element: JSONValue, at field: String) throws(FieldError) -> EnvironmentVariable {
        guard case .object(let members) = element else {
            throw FieldError(field: field, code: "env_type", message: "Enter an object with name, value and secret.")
        }
        var name = ""
        var value: String?
        var isSecret = false
        for (key, given) in members {
            switch (key, given) {
            case ("name", .string(let text)): name = text
            case ("value", .string(let text)): value = text
            case ("value", .null): value = nil
            case ("secret", .bool(let flag)): isSecret = flag
            case ("name", _), ("value", _):
                throw FieldError(field: "\(field).\(key)", code: "env_type", message: "Enter a string.")
            case ("secret", _):
                throw FieldError(field: "\(field).secret", code: "env_type", message: "Enter true or false.")
            default:
                throw FieldError(
                    field: "\(field).\(key)", code: "unknown_field", message: "Unknown field “\(key)”.")
            }
        }
        let known = try EnvironmentName(name, field: field)
        if value == nil, isSecret, let kept = present.first(where: { $0.name == known && $0.secret != nil }) {
            return kept
        }
        guard let value else {
            throw FieldError(field: "\(field).value", code: "env_value_required", message: "Enter a value.")
        }
        return try EnvironmentVariable(name: known, value: value, isSecret: isSecret, field: field)
    }
}
