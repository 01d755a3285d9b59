extension RepositoryGuess {
    /// - Parameters:
    ///   - files: the files of ``SurveyedFile``, by path.
    ///   - plan: what these files require.
    package init(_ files: [String: String], _ plan: DependencyPlan? = nil) {
        let paths = files.keys.sorted()
        // The default name is the most likely one.
        requirementsFiles = paths.filter { $0 == "requirements.txt" }
        requirementsFiles += paths.filter { SurveyedFile.isRequirements($0) && $0 != "requirements.txt" }
        let space = files["README.md"].flatMap { SpaceHeader(readme: $0) }
        let required = Set(plan?.packages ?? [])
        let used = Self.frameworks(files)
        frameworks = Framework.allCases.filter { framework in
            used.contains(framework) || !required.isDisjoint(with: framework.packages)
                || space?.kit.rawValue == framework.rawValue
        }
        let project = files[ProjectFile.name].flatMap { try? TOMLReader.read($0) }.map(ProjectFile.init)
        let scripts = Scripts(own: plan?.project == true ? project?.scripts ?? [] : [], required: plan?.packages ?? [])
        startCommands = StartCommandGuess(files, space, frameworks, scripts: scripts).commands
        ports = PortGuess(files, space, command: startCommands.first, frameworks: frameworks).ports
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
}

extension Framework {
    /// True if a single-line list such as `dependencies = ["a", "b"]` contains it.
    fileprivate func isListed(in line: Substring) -> Bool {
        line.drop { $0 != "[" }.split(separator: ",").contains { isRequired(by: $0) }
    }
}
