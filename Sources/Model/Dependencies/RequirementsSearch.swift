/// Finds the requirements file of a repository that follows the usual names.
struct RequirementsSearch {
    let path: String?
    let note: String?

    init(_ files: any RepositoryFiles) {
        let root = files.names(in: "").sorted()
        // macOS and Windows do not distinguish `Requirements.txt`.
        if let name = root.first(where: { $0 == "requirements.txt" })
            ?? root.first(where: { $0.lowercased() == "requirements.txt" })
        {
            (path, note) = (name, nil)
            return
        }
        let beside = root.filter { SurveyedFile.isRequirements($0) }
        let inside = files.names(in: "requirements").sorted().map { "requirements/\($0)" }.filter {
            $0.hasSuffix(".txt")
        }
        let fitting = (beside + inside).filter { !Self.isForDevelopers($0) }
        let best = Self.likely.lazy.compactMap { name in fitting.first { $0 == name } }.first
        path = best ?? (fitting.count == 1 ? fitting[0] : nil)
        note =
            path == nil && fitting.count > 1
            ? "Several requirements files: \(fitting.prefix(6).joined(separator: ", ")). Choose one." : nil
    }

    private static let likely = [
        "requirements/requirements.txt", "requirements/prod.txt", "requirements/production.txt",
        "requirements-prod.txt",
        "requirements_prod.txt", "requirements_versions.txt",
    ]

    private static func isForDevelopers(_ path: String) -> Bool {
        let words = path.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.contains { word in
            [
                "dev", "develop", "development", "test", "tests", "testing", "doc", "docs", "lint", "ci", "style",
                "optional",
            ].contains(word)
        }
    }
}
