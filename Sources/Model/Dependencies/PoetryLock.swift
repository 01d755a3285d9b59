/// `poetry.lock` as pinned requirements: the main group, with hashes and markers.
struct PoetryLock {
    static let name = "poetry.lock"
    /// The largest projects have some hundred.
    private static let maximumPackages = 5000
    /// More conditions than these are not worth writing down.
    private static let maximumConditions = 8

    private let lock: TOMLTable
    private let packages: [(name: String, table: TOMLTable)]

    init(_ lock: TOMLTable) {
        self.lock = lock
        packages = lock.tables("package").prefix(Self.maximumPackages).compactMap { table in
            table.string("name").map { (NamedRequirement.normalized($0), table) }
        }
    }

    func add(to found: inout FoundDependencies, _ project: ProjectFile?) {
        let conditions = conditions(project)
        for (name, table) in packages {
            guard let markers = conditions[name], let version = table.string("version") else { continue }
            if let marker = own(table) {
                found.require("\(line(name, table, version, marker))", hashes(name, table))
            } else {
                let marker =
                    markers.count > 1
                    ? markers.sorted().map { "(\($0))" }.joined(separator: " or ") : markers.first ?? ""
                found.require("\(line(name, table, version, marker))", hashes(name, table))
            }
            if let index = table.table("source"), index.string("type") == "legacy", let url = index.string("url") {
                let option = "--extra-index-url \(url)"
                if !found.lines.contains(where: { $0.text == option }) { found.index(url, file: Self.name) }
            }
        }
    }

    private func line(_ name: String, _ table: TOMLTable, _ version: String, _ marker: String) -> String {
        let source = table.table("source")
        let url = source?.string("url") ?? ""
        switch source?.string("type") {
        case "git":
            let reference = source?.string("resolved_reference") ?? source?.string("reference") ?? "HEAD"
            let folder = source?.string("subdirectory").map { "#subdirectory=\($0)" } ?? ""
            return "\(name) @ git+\(url)@\(reference)\(folder)" + (marker.isEmpty ? "" : " ; \(marker)")
        case "url": return "\(name) @ \(url)" + (marker.isEmpty ? "" : " ; \(marker)")
        case "directory", "file": return url.hasPrefix(".") ? url : "./\(url)"
        default: return "\(name)==\(version)" + (marker.isEmpty ? "" : "; \(marker)")
        }
    }

    /// Since lock version 1.2 beside the package, before in a table of their own.
    private func hashes(_ name: String, _ table: TOMLTable) -> [String] {
        guard !["git", "url", "directory", "file"].contains(table.string("source", "type")) else { return [] }
        let files =
            table["files"] != nil
            ? table.tables("files") : lock.tables("metadata", "files", table.string("name") ?? name)
        return files.compactMap { $0.string("hash") }
    }

    // MARK: - The main group

    /// The marker of lock version 2.1.
    private func own(_ table: TOMLTable) -> String? {
        guard table["groups"] != nil else { return nil }
        return table.string("markers") ?? table.string("markers", "main") ?? ""
    }

    /// - Returns: the packages to install; no conditions means always.
    private func conditions(_ project: ProjectFile?) -> [String: Set<String>] {
        if packages.contains(where: { $0.table["groups"] != nil }) {
            let main = packages.filter {
                $0.table.strings("groups").contains("main") && $0.table["optional"]?.boolean != true
            }
            return Dictionary(main.map { ($0.name, []) }) { first, _ in first }
        }
        let named = packages.filter { $0.table["optional"]?.boolean != true }
        if named.contains(where: { $0.table["category"] != nil }) {
            let main = named.filter { ($0.table.string("category") ?? "main") == "main" }
            return Dictionary(main.map { ($0.name, []) }) { first, _ in first }
        }
        guard let project, project.isSource else {
            return Dictionary(named.map { ($0.name, []) }) { first, _ in first }
        }
        return reached(from: project)
    }

    /// Lock version 2.0 has no groups: follows dependencies from the project's own.
    private func reached(from project: ProjectFile) -> [String: Set<String>] {
        var edges: [String: [(name: String, marker: String?)]] = [:]
        for (name, table) in packages {
            guard let dependencies = table.table("dependencies") else { continue }
            edges[name, default: []] += dependencies.keys.flatMap { key in
                Self.requirements(key, dependencies[key]).map { (NamedRequirement.normalized(key), $0.marker) }
            }
        }
        var result: [String: Set<String>] = [:]
        var open: [(name: String, markers: Set<String>)] = []
        let roots = project.projectDependencies + project.poetryMain.flatMap(\.requirements)
        for root in roots {
            guard let named = NamedRequirement(root) else { continue }
            open.append((named.name, named.marker.map { [$0] } ?? []))
        }
        while let (name, markers) = open.popLast() {
            let there = result[name]
            if let there, there.isEmpty || !markers.isEmpty && markers.isSubset(of: there) { continue }
            var wanted = markers.isEmpty ? [] : markers.union(there ?? [])
            if wanted.count > Self.maximumConditions { wanted = [] }
            result[name] = wanted
            for edge in edges[name] ?? [] {
                // What only some systems need is asked for there alone.
                open.append((edge.name, edge.marker.map { [$0] } ?? wanted))
            }
        }
        return result
    }

    private static func requirements(_ key: String, _ value: TOMLValue?) -> [NamedRequirement] {
        value.flatMap { PoetryDependency(key, $0) }?.requirements.compactMap { NamedRequirement($0) } ?? []
    }
}

extension FoundDependencies {
    /// A pinned requirement of a converted lock.
    mutating func require(_ text: String, _ hashes: [String]) {
        let options = Set(hashes).sorted().map { " --hash=\($0)" }.joined()
        require(text, file: PoetryLock.name, requirement: text + options)
    }
}
