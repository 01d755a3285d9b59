/// Reads requirements files with the files that they include, as pip does.
struct RequirementsReader {
    static let maximumDepth = 10
    static let maximumFiles = 50
    /// Of all files together.
    static let maximumBytes = 8 << 20
    static let maximumRequirements = 5000

    let files: any RepositoryFiles
    private let skipped: Set<String>
    private(set) var found = FoundDependencies()
    private var depth = 0
    /// Files by how they were read: once is enough, and files that include each other would be read without end.
    private var begun: (requirements: Set<String>, constraints: Set<String>) = ([], [])
    private var bytes = 0
    private var taken = 0

    init(_ files: any RepositoryFiles, skipped: Set<String> = []) {
        self.files = files
        self.skipped = skipped
    }

    /// - Parameter origin: the line that includes it.
    mutating func read(file path: String, isConstraint: Bool = false, from origin: DependencyLine? = nil) {
        let isNew =
            isConstraint ? begun.constraints.insert(path).inserted : begun.requirements.insert(path).inserted
        guard isNew else { return }
        let place = origin ?? DependencyLine(file: path, line: nil, text: "")
        guard depth < Self.maximumDepth, bytes < Self.maximumBytes, found.files.count < Self.maximumFiles else {
            found.problems.append(
                .init(
                    "include_limit", place,
                    "\(path) is not read: the files that include each other are too many or too large."))
            return
        }
        let content: [UInt8]
        switch files.content(of: path) {
        case .file(let read): content = read
        case .missing where origin != nil && !files.isComplete && !SurveyedFile.isWanted(path):
            return found.note("\(path) is read when the app is deployed.")
        case .missing, .folder:
            found.problems.append(
                .init(
                    origin == nil ? "requirements_missing" : "include_missing", place,
                    "The repository has no file \(path)."))
            return
        case .outside:
            found.problems.append(.init("include_outside", place, "\(path) leads outside the repository."))
            return
        case .unreadable:
            found.problems.append(.init("file_unreadable", place, "\(path) is too large or no regular file."))
            return
        }
        found.read(path)
        bytes += content.count
        guard let decoded = DecodedText(content) else {
            found.problems.append(
                .init("encoding_unknown", file: path, "\(path) is no text in a known encoding. Save it as UTF-8."))
            return
        }
        if let encoding = decoded.encoding { found.note("\(path) is not UTF-8; it was read as \(encoding).") }
        depth += 1
        read(text: decoded.text, of: path, isConstraint: isConstraint)
        depth -= 1
    }

    /// - Parameter path: the file that the text is from; empty for the app's own settings.
    mutating func read(text: String, of path: String, isConstraint: Bool = false) {
        let text = RequirementsText(text)
        if text.isCut { found.note("\(path) is too long; lines were left out.") }
        for line in text.lines {
            guard taken < Self.maximumRequirements else {
                return found.note("\(path) is too long; lines were left out.")
            }
            taken += 1
            read(line.text, of: path, line.number, isConstraint: isConstraint)
        }
    }

    mutating func read(_ text: String, of path: String, _ number: Int?, isConstraint: Bool = false) {
        let short = text.firstRange(of: " --hash").map { String(text[..<$0.lowerBound]) } ?? text
        guard !skipped.contains(short) else { return }
        let line = DependencyLine(file: path, line: number, text: short, requirement: text)
        if ["<<<<<<<", "=======", ">>>>>>>"].contains(where: { text == $0 || text.hasPrefix($0 + " ") }) {
            found.problems.append(
                .init("conflict_marker", line, "\(path) has an unresolved Git merge conflict. Resolve it and commit."))
        } else if text.hasPrefix("-") {
            readOptions(line, isConstraint: isConstraint)
        } else {
            add(line, isConstraint)
        }
    }

    // MARK: - Options

    private mutating func readOptions(_ line: DependencyLine, isConstraint: Bool) {
        var words = line.requirement.split(separator: " ")[...]
        while let word = words.popFirst() {
            guard let option = RequirementsOption(word) else {
                found.problems.append(
                    .init(
                        "option_unknown", line, "\(word) is no option of a requirements file.",
                        fix: .init(skip: [line.text])))
                return
            }
            var value = option.value
            if option.kind.takesValue, value.isEmpty { value = words.popFirst().map { String($0) } ?? "" }
            guard !option.kind.takesValue || !value.isEmpty else {
                found.problems.append(.init("option_value", line, "\(word) needs a value."))
                return
            }
            // A path may contain spaces.
            if [.include, .constraint, .editable].contains(option.kind) {
                value =
                    ([value] + words.map(String.init)).joined(separator: " ").trimming { "\"'".contains($0) }
                    .description
                words = []
            }
            apply(option.kind, value, line, isConstraint)
        }
    }

    private mutating func apply(
        _ kind: RequirementsOption.Kind, _ value: String, _ line: DependencyLine, _ isConstraint: Bool
    ) {
        switch kind {
        case .include: include(value, line, isConstraint: false)
        case .constraint: include(value, line, isConstraint: true)
        case .editable:
            var line = line
            line.requirement = "-e " + value
            add(line, isConstraint)
        case .findLinks:
            // pip looks beside the file first, then in the working directory.
            let folder = RepositoryPath.folder(of: line.file)
            let beside = value.contains("://") ? nil : RepositoryPath.resolve(value, from: folder)
            let isBeside = beside.map { files.kind(of: $0) == .folder } ?? false
            let local = isBeside ? beside : RepositoryPath.resolve(value)
            let place = value.contains("://") ? value : local.map(RepositoryPath.inContainer) ?? value
            found.require(line.text, file: line.file, line: line.line, requirement: "--find-links \(place)")
        case .kept(let name, let takesValue):
            if name == "--pre" { found.allowsPrereleases = true }
            found.require(
                line.text, file: line.file, line: line.line, requirement: takesValue ? "\(name) \(value)" : name)
        case .ignored(let name, _): found.note("\(name) in \(line.file) is left out.")
        }
    }

    private mutating func include(_ path: String, _ line: DependencyLine, isConstraint: Bool) {
        guard !path.contains("://") else {
            found.problems.append(
                .init(
                    "include_remote", line,
                    "Requirements from another site are not read: add the file to the repository.",
                    fix: .init(skip: [line.text])))
            return
        }
        guard let resolved = RepositoryPath.resolve(path, from: RepositoryPath.folder(of: line.file)) else {
            found.problems.append(.init("include_outside", line, "\(path) leads outside the repository."))
            return
        }
        read(file: resolved, isConstraint: isConstraint, from: line)
    }

    // MARK: - Requirements

    private mutating func add(_ line: DependencyLine, _ isConstraint: Bool) {
        switch LocalRequirement(line, files).outcome {
        case .line(let line, let note):
            if let note { found.note(note) }
            if isConstraint { found.constraints.append(line) } else { found.lines.append(line) }
        case .problem(let problem):
            found.problems.append(problem)
            // It stays, so that settings that leave it out find it.
            if !isConstraint { found.lines.append(line) }
        }
    }
}
