extension CheckedValues {
    /// What is in force, one line for each key: name, value without passwords, and where it comes from.
    package var lines: [String] {
        let rows = report
        let width = rows.map(\.key.count).max() ?? 0
        return rows.map { row in
            let name = row.key + String(repeating: " ", count: width - row.key.count)
            return "\(name)  \(row.value)  (\(row.origin))"
        }
    }

    /// How many keys are set, and where: `9 of 62 keys set in /etc/dcc/dcc.json, 1 by a variable`.
    package func summary(file: String) -> String {
        let origins = report.map(\.origin)
        let inFile = origins.count { $0 == .file }
        let byVariable = origins.count { if case .variable = $0 { true } else { false } }
        return "\(inFile) of \(origins.count) keys set in \(file), \(byVariable) by environment variables"
    }
}
