/// `environment.yml`: pip's section, and of conda's packages those that PyPI or Debian have.
struct CondaEnvironment {
    static let names = ["environment.yml", "environment.yaml", "conda.yml", "conda.yaml"]

    let file: String
    let root: YAMLValue

    func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        var pip = RequirementsReader(files)
        for entry in root["dependencies"]?.list ?? [] {
            if case .scalar(let text, let line) = entry {
                add(DependencyLine(file: file, line: line, text: text), to: &found)
            } else if let lines = entry["pip"]?.list {
                for case .scalar(let text, let line) in lines { pip.read(text, of: file, line) }
            }
        }
        found.add(pip.found)
    }

    private func add(_ line: DependencyLine, to found: inout FoundDependencies) {
        guard let entry = CondaEntry(line.text) else { return }
        if entry.name == "python" {
            let source = "python in \(file)"
            let python =
                entry.number.isEmpty
                ? PythonRequirement(entry.versions, source: source, isStrict: false)
                : PythonRequirement(version: entry.number, source: source)
            found.pythons += [python].compactMap(\.self)
            return
        }
        switch CondaNames.meaning(of: entry.name) {
        case .python(let name):
            found.require(line.text, file: file, line: line.line, requirement: name + entry.versions)
        case .system(let package):
            if let name = try? SystemPackageName(package, field: "system_packages") { found.add(systemPackage: name) }
        case .cuda:
            let digits = entry.number.split(separator: ".").prefix(2).joined()
            if digits.count > 1 {
                found.index("https://download.pytorch.org/whl/cu\(digits)", file: file, line: line.line)
            }
        case .unneeded: break
        case .unknown:
            found.problems.append(
                .init(
                    "conda_only", line, "\(entry.name) is left out: it is not known to be on PyPI under this name.",
                    fix: .init(extra: [entry.name]), isFatal: false))
        }
    }
}

/// A line such as `conda-forge::numpy=1.26=py311_0`.
struct CondaEntry: Equatable {
    let name: String
    /// PEP 440 specifiers; conda's `=1.2` means 1.2 and everything that begins with `1.2.`.
    let versions: String
    /// The version alone; empty if there is none or a range.
    let number: String

    init?(_ text: String) {
        let entry = text.split(separator: "::", maxSplits: 1).last ?? ""
        let name = entry.prefix { !"=<>!~ [".contains($0) }.lowercased()
        guard !name.isEmpty else { return nil }
        self.name = name
        let rest = entry.dropFirst(name.count).trimming(\.isWhitespace).prefix { $0 != "[" }
        guard let first = rest.first else {
            (versions, number) = ("", "")
            return
        }
        // `name 1.2 build` is conda's older way to write it.
        let isBare = first.isNumber
        let isFuzzy = isBare || first == "=" && !rest.hasPrefix("==")
        guard isFuzzy else {
            versions = rest.filter { !$0.isWhitespace }
            number = rest.hasPrefix("==") ? String(rest.dropFirst(2)) : ""
            return
        }
        let parts = rest.drop { $0 == "=" }.split { $0 == "=" || $0.isWhitespace }
        let version = String(parts.first ?? "")
        let bare = version.hasSuffix(".*") ? String(version.dropLast(2)) : version
        number = bare
        if bare.isEmpty || bare == "*" || bare.contains("|") || bare.contains(where: { "<>".contains($0) }) {
            versions = ""
        } else {
            let isExact = (parts.count > 1 || bare.split(separator: ".").count > 2) && !version.hasSuffix("*")
            versions = isExact ? "==\(bare)" : "==\(bare).*"
        }
    }
}
