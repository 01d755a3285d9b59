/// Version specifiers (PEP 440), such as `>=3.9,<3.13`, for plain numeric versions.
struct VersionSpecifiers: Equatable {
    private struct Clause: Equatable {
        let comparison: String
        let version: PythonVersion
        let isPrefix: Bool
    }

    private var clauses: [Clause] = []

    private static let comparisons = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"]

    /// - Parameter text: clauses separated by commas; a bare version means `==`, an empty text any version.
    init?(_ text: String) {
        for part in text.split(separator: ",") {
            let clause = String(part.filter { !$0.isWhitespace })
            guard !clause.isEmpty, clause != "*" else { continue }
            let comparison = Self.comparisons.first(where: clause.hasPrefix) ?? ""
            var number: Substring = clause.dropFirst(comparison.count)
            let isPrefix = number.hasSuffix(".*")
            if isPrefix { number = number.dropLast(2) }
            guard let version = PythonVersion(number) else { return nil }
            clauses.append(Clause(comparison: comparison, version: version, isPrefix: isPrefix))
        }
    }

    func admit(_ version: PythonVersion) -> Bool {
        clauses.allSatisfy { clause in
            switch clause.comparison {
            case ">=": version >= clause.version
            case "<=": version <= clause.version
            case ">": version > clause.version
            case "<": version < clause.version
            case "!=": !Self.isEqual(version, clause)
            case "~=": version >= clause.version && Self.hasPrefix(version, Array(clause.version.parts.dropLast()))
            default: Self.isEqual(version, clause)
            }
        }
    }

    private static func isEqual(_ version: PythonVersion, _ clause: Clause) -> Bool {
        clause.isPrefix ? hasPrefix(version, clause.version.parts) : version == clause.version
    }

    private static func hasPrefix(_ version: PythonVersion, _ prefix: [Int]) -> Bool {
        let padded = version.parts + [Int](repeating: 0, count: max(0, prefix.count - version.parts.count))
        return Array(padded.prefix(prefix.count)) == prefix
    }
}
