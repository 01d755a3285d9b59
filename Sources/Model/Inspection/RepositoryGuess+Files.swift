extension RepositoryGuess {
    /// - Parameter files: the files of ``SurveyedFile``, by path.
    package init(_ files: [String: String]) {
        let paths = files.keys.sorted()
        // The default name is the most likely one.
        requirementsFiles = paths.filter { $0 == "requirements.txt" }
        requirementsFiles += paths.filter { SurveyedFile.isRequirements($0) && $0 != "requirements.txt" }
        frameworks = Self.frameworks(files)
        startCommands = StartCommandGuess(files).commands
        ports = PortGuess(files, command: startCommands.first, frameworks: frameworks).ports
        python = Self.python(files["pyproject.toml"] ?? "")
    }

    private static func frameworks(_ files: [String: String]) -> [Framework] {
        Framework.allCases.filter { framework in
            files.contains { path, text in
                if path.hasSuffix(".py") { return framework.isUsed(by: text) }
                guard path.hasSuffix(".txt") || path == "pyproject.toml" else { return false }
                return Lines.of(text).contains { line in
                    framework.isRequired(by: line) || line.hasPrefix("dependencies") && framework.isListed(in: line)
                }
            }
        }
    }

    /// `requires-python` (PEP 621), if it is a version specifier (PEP 440).
    private static func python(_ project: String) -> String? {
        for line in Lines.of(project) where line.hasPrefix("requires-python") {
            let value = line.drop { $0 != "=" }.dropFirst().trimming { " \t\"'".contains($0) }
            let isSpecifier = value.allSatisfy { $0.isASCII && ($0.isNumber || "<>=!~.,* ".contains($0)) }
            if !value.isEmpty, value.utf8.count <= 60, isSpecifier { return String(value) }
        }
        return nil
    }
}

extension Framework {
    /// True if a single-line list such as `dependencies = ["a", "b"]` contains it.
    fileprivate func isListed(in line: Substring) -> Bool {
        line.drop { $0 != "[" }.split(separator: ",").contains { isRequired(by: $0) }
    }
}
