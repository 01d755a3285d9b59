/// `pyproject.toml`: dependencies by PEP 621 or in Poetry's table, and whether the repository is a package itself.
struct ProjectFile {
    static let name = "pyproject.toml"

    let table: TOMLTable

    /// True if it lists dependencies or makes the repository a package.
    var isSource: Bool { table.table("project") != nil || poetry?.table("dependencies") != nil }

    var poetry: TOMLTable? { table.table("tool", "poetry") }
    private var project: TOMLTable? { table.table("project") }
    private var hasBuildSystem: Bool { table.table("build-system") != nil }

    var python: PythonRequirement? {
        if let text = project?.string("requires-python") {
            return PythonRequirement(text, source: "requires-python in \(Self.name)", isStrict: true)
        }
        return poetry?.string("dependencies", "python").flatMap { text in
            PythonRequirement(PoetryVersion.specifiers(text), source: "python in \(Self.name)", isStrict: true)
        }
    }

    /// Names of the main dependencies in Poetry's lock, with their own conditions.
    var poetryMain: [PoetryDependency] {
        guard let dependencies = poetry?.table("dependencies") else { return [] }
        return dependencies.keys.filter { $0 != "python" }.compactMap { name in
            dependencies[name].flatMap { PoetryDependency(name, $0) }
        }
    }

    /// Names of the programs that the package brings.
    var scripts: [String] {
        [project, poetry].compactMap { $0?.table("scripts") }.flatMap(\.keys).filter { name in
            name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) } && !name.hasPrefix("-")
        }
    }

    var projectDependencies: [String] { project?.strings("dependencies") ?? [] }

    func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        var reader = RequirementsReader(files)
        for value in project?["dependencies"]?.array ?? [] {
            guard let text = value.string else { continue }
            reader.read(uvSource(of: text) ?? text, of: Self.name, value.line)
        }
        for index in uvIndexes { found.index(index.url, isDefault: index.isDefault, file: Self.name) }
        addPoetry(to: &found, &reader)
        found.add(reader.found)
        found.isProject = isPackage(files)
        if hasBuildSystem, !found.isProject {
            found.note("The repository itself is not installed: \(Self.name) names no package that is there.")
        }
    }

    private func addPoetry(to found: inout FoundDependencies, _ reader: inout RequirementsReader) {
        for source in poetry?.tables("source") ?? [] {
            guard let url = source.string("url") else { continue }
            let isDefault = source["default"]?.boolean == true || source.string("priority") == "default"
            found.index(url, isDefault: isDefault, file: Self.name)
        }
        // Poetry 2 keeps only additions to `[project]` here.
        guard projectDependencies.isEmpty, let dependencies = poetry?.table("dependencies") else { return }
        for dependency in poetryMain {
            for requirement in dependency.requirements {
                reader.read(requirement, of: Self.name, dependencies[dependency.name]?.line)
            }
            if dependency.isLoose {
                found.note("The version of \(dependency.name) is left open: pip has no “or” for versions.")
            }
        }
    }

    // MARK: - The repository itself

    /// Packages that are not there cannot be built: many apps have a build system that they never used.
    func isPackage(_ files: any RepositoryFiles) -> Bool {
        guard hasBuildSystem else { return false }
        if project?.strings("dynamic").contains("dependencies") == true { return true }
        guard poetry?["package-mode"]?.boolean != false else { return false }
        guard files.isComplete else { return true }
        let explicit = [
            ["tool", "setuptools", "packages"], ["tool", "setuptools", "py-modules"], ["tool", "poetry", "packages"],
            ["tool", "hatch", "build"], ["tool", "flit", "module"], ["tool", "pdm", "build"],
        ]
        if explicit.contains(where: { table[$0] != nil }) { return true }
        let name = project?.string("name") ?? poetry?.string("name") ?? ""
        let module = NamedRequirement.normalized(name).replacing("-", with: "_")
        let root = Set(files.names(in: "").map { $0.lowercased() })
        if root.contains("src"), !files.names(in: "src").isEmpty { return true }
        return !module.isEmpty && (root.contains(module) || root.contains("\(module).py")) || root.contains("setup.py")
    }

    // MARK: - uv

    private var uvIndexes: [(url: String, isDefault: Bool)] {
        table.tables("tool", "uv", "index").compactMap { index in
            index.string("url").map { ($0, index["default"]?.boolean == true) }
        }
    }

    /// `[tool.uv.sources]` says where a dependency comes from.
    private func uvSource(of requirement: String) -> String? {
        guard let sources = table.table("tool", "uv", "sources"), let named = NamedRequirement(requirement) else {
            return nil
        }
        let key = sources.keys.first { NamedRequirement.normalized($0) == named.name }
        guard let key, let value = sources[key], let source = value.table ?? value.array?.first?.table,
            source.string("git") ?? source.string("url") ?? source.string("path") != nil,
            let line = PoetryDependency(named.writtenName + named.extras, value)?.requirements.first
        else { return nil }
        return line
    }
}
