extension DependencyPlan {
    /// - Parameters:
    ///   - extra: lines as in a requirements file, to be added.
    ///   - skipped: lines to be left out, as ``DependencyLine/text`` says them.
    package init(
        of files: some RepositoryFiles, requirementsFile: RequirementsFile, extra: [String] = [], skipped: [String] = []
    ) {
        let root = Set(files.names(in: ""))
        let space = RepositoryText.read("README.md", files).flatMap { SpaceHeader(readme: $0) }
        let skipped = Set(skipped.map { RequirementsText.withoutComment($0) })
        var found = SourceReader(files: files, root: root, skipped: skipped).found(requirementsFile)
        SystemPackageFiles.add(to: &found, files)

        found.lines.removeAll { skipped.contains($0.text) }
        found.constraints.removeAll { skipped.contains($0.text) }
        found.problems.removeAll { !$0.text.isEmpty && skipped.contains($0.text) }
        let skippedPackages = Set(skipped.compactMap { NamedRequirement($0)?.name })
        // A lock knows packages, not lines.
        if found.lock == .uv {
            found.lines.removeAll { line in
                NamedRequirement(line.requirement).map { skippedPackages.contains($0.name) } ?? false
            }
        }

        var additions = RequirementsReader(files)
        for line in extra { additions.read(text: line, of: "") }
        let names = Set((found.lines + additions.found.lines).compactMap { NamedRequirement($0.requirement)?.name })
        if let line = space?.requirement, let kit = space?.kit.rawValue, !names.contains(kit), !skipped.contains(line),
            requirementsFile != .none
        {
            additions.read(line, of: "README.md", nil)
            found.note("The Space's README asks for \(line).")
        }
        // Converted locks are pinned; pip would refuse to mix lines with and without hashes.
        if found.lock == .converted,
            !(found.lines + additions.found.lines).allSatisfy({ $0.isOption || $0.hasHashes })
        {
            found.lines = found.lines.map(\.withoutHashes)
        }
        found.add(additions.found)
        found.problems += found.lines.compactMap(LineCheck.problem)
        if found.lock != .uv { found.problems += TorchIndexes.problems(of: found.lines) }

        let pythons = PythonFiles.requirements(files) + found.pythons
        let ofSpace = space?.python.flatMap { PythonRequirement(version: $0, source: "the Space's README") }
        let isEmpty = found.source == .none && space?.requirement == nil
        self.init(
            source: found.source, files: found.files, lines: found.lines, constraintLines: found.constraints,
            lock: found.lock, project: found.isProject, pythons: pythons + [ofSpace].compactMap(\.self),
            systemPackages: found.systemPackages, space: space, problems: found.problems,
            notes: Self.summary(found) + found.notes, isPython: !isEmpty || Self.looksLikePython(root),
            dockerfile: root.contains("Dockerfile"), allowsPrereleases: found.allowsPrereleases,
            skippedPackages: skippedPackages.sorted())
    }

    /// True if there is a Python file, or no sign of another language.
    private static func looksLikePython(_ root: Set<String>) -> Bool {
        if root.contains(where: { $0.hasSuffix(".py") || $0.hasSuffix(".ipynb") }) { return true }
        return root.isDisjoint(with: SurveyedFile.otherLanguages)
    }

    private static func summary(_ found: FoundDependencies) -> [String] {
        guard let file = found.files.first else { return [] }
        let count = found.lines.count { !$0.isOption }
        let pinned = found.lock == nil ? "" : ", pinned"
        var parts = count == 0 && found.isProject ? [] : [count == 1 ? "1 dependency" : "\(count) dependencies"]
        if found.isProject { parts.append("the project itself") }
        return ["Found \(file): \(parts.joined(separator: " and "))\(pinned)."]
    }
}
