/// What the readers of the several formats find; becomes a ``DependencyPlan``.
struct FoundDependencies: Equatable {
    var source = DependencySource.none
    /// The files read, the main one first.
    var files: [String] = []
    var lines: [DependencyLine] = []
    var constraints: [DependencyLine] = []
    var isProject = false
    var lock: DependencyPlan.Lock?
    var pythons: [PythonRequirement] = []
    var systemPackages: [SystemPackageName] = []
    var problems: [DependencyProblem] = []
    var notes: [String] = []
    /// `--pre`.
    var allowsPrereleases = false

    /// What a reader found in another file.
    mutating func add(_ other: FoundDependencies) {
        lines += other.lines
        constraints += other.constraints
        problems += other.problems
        for file in other.files { read(file) }
        for sentence in other.notes { note(sentence) }
        allowsPrereleases = allowsPrereleases || other.allowsPrereleases
    }

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    mutating func add(systemPackage name: SystemPackageName) {
        if !systemPackages.contains(name) { systemPackages.append(name) }
    }

    mutating func read(_ file: String) {
        if !files.contains(file) { files.append(file) }
    }

    mutating func require(_ text: String, file: String, line: Int? = nil, requirement: String? = nil) {
        lines.append(DependencyLine(file: file, line: line, text: text, requirement: requirement))
    }

    mutating func index(_ url: String, isDefault: Bool = false, file: String, line: Int? = nil) {
        guard !url.hasPrefix("https://pypi.org/"), !url.hasPrefix("https://pypi.python.org/") else { return }
        require("\(isDefault ? "--index-url" : "--extra-index-url") \(url)", file: file, line: line)
    }
}
