/// `Pipfile`: Pipenv's list of dependencies.
struct PipfileReader {
    static let name = "Pipfile"

    let table: TOMLTable

    var python: PythonRequirement? {
        (table.string("requires", "python_version") ?? table.string("requires", "python_full_version")).flatMap {
            version in
            PythonRequirement(version: version, source: "python_version in \(Self.name)")
        }
    }

    func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        for (index, source) in table.tables("source").enumerated() {
            if let url = source.string("url") { found.index(url, isDefault: index == 0, file: Self.name) }
        }
        var reader = RequirementsReader(files)
        let packages = table.table("packages") ?? TOMLTable()
        for name in packages.keys {
            guard let value = packages[name] else { continue }
            for requirement in PoetryDependency(name, value, isPipenv: true)?.requirements ?? [] {
                reader.read(requirement, of: Self.name, value.line)
            }
        }
        found.add(reader.found)
    }
}
