/// An environment variable of an app.
package struct EnvironmentVariable: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case plain(String)
        case secret(Secret)
    }

    package static let maximumValueLength = 32 * 1024
    /// Maximum per app.
    package static let maximumCount = 100

    package let name: EnvironmentName
    package let value: Value

    /// - Parameter field: the variable's path in the request, such as `environment[0]`.
    /// - Throws: `env_value_too_long`, `env_value_control_char` or `env_secret_too_short`.
    package init(
        name: EnvironmentName, value: String, isSecret: Bool, field: String
    ) throws(FieldError) {
        func error(_ code: String, _ message: String) -> FieldError {
            FieldError(field: "\(field).value", code: code, message: message)
        }
        guard value.utf8.count <= Self.maximumValueLength else {
            throw error("env_value_too_long", "The value is longer than \(Self.maximumValueLength) bytes.")
        }
        guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw error(
                "env_value_control_char", "Use one line without control characters; put longer text in a file.")
        }
        guard !isSecret || value.utf8.count >= Secret.minimumLength else {
            throw error("env_secret_too_short", "A secret must have at least \(Secret.minimumLength) bytes.")
        }
        self.name = name
        self.value = isSecret ? .secret(Secret(value)) : .plain(value)
    }

    package var secret: Secret? {
        if case .secret(let secret) = value { secret } else { nil }
    }
}
