import Model

/// A variable as JSON in the column `environment`. Secret values are in the table `secrets`.
struct EnvironmentColumn: Codable {
    let name: String
    let value: String?

    init(_ variable: EnvironmentVariable) {
        name = variable.name.rawValue
        value = if case .plain(let text) = variable.value { text } else { nil }
    }

    /// - Parameter secrets: the app's secrets, by variable name.
    func variable(_ secrets: [String: Secret]) throws -> EnvironmentVariable {
        let secret = value == nil ? secrets[name] : nil
        guard let text = value ?? secret?.exposed else { throw DamagedRow(table: "secrets", id: nil) }
        return try EnvironmentVariable(
            name: try EnvironmentName(name, field: "environment"), value: text, isSecret: value == nil,
            field: "environment")
    }
}
