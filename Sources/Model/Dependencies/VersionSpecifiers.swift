/// Version specifiers (PEP 440), such as `>=3.9,<3.13`, of plain numeric versions.
enum VersionSpecifiers {
    private static let comparisons = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"]

    /// - Parameter text: clauses separated by commas; a bare version means `==`, an empty text any version.
    static func isReadable(_ text: some StringProtocol) -> Bool {
        text.split(separator: ",").allSatisfy { part in
            let clause = String(part.filter { !$0.isWhitespace })
            guard !clause.isEmpty, clause != "*" else { return true }
            let comparison = comparisons.first(where: clause.hasPrefix) ?? ""
            return PythonVersion(clause.dropFirst(comparison.count)) != nil
        }
    }
}
