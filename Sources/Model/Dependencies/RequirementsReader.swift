/// Reads requirements files with the files that they include, as pip does.
struct RequirementsReader {
    static let maximumDepth = 10
    static let maximumFiles = 50

    let files: any RepositoryFiles
    private let skipped: Set<String>
    private(set) var found = FoundDependencies()
    private var open: [String] = []

    init(_ files: any RepositoryFiles, skipped: Set<String> = []) {
        self.files = files
        self.skipped = skipped
    }

    /// - Parameter origin: the line that includes it.
    mutating func read(file path: String, isConstraint: Bool = false, from origin: DependencyLine? = nil) {
        // Files that include each other have nothing to add.
        guard !open.contains(path) else { return }
        let place = origin ?? DependencyLine(file: path, line: nil, text: "")
        guard open.count < Self.maximumDepth, found.files.count < Self.maximumFiles else {
            found.problems.append(
                .init("include_limit", place, "\(path) is not read: too many files include each other."))
            return
        }
        let bytes: [UInt8]
        switch files.content(of: path) {
        case .file(let content): bytes = content
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
        guard let decoded = DecodedText(bytes) else {
            found.problems.append(
                .init("encoding_unknown", file: path, "\(path) is no text in a known encoding. Save it as UTF-8."))
            return
        }
        if let encoding = decoded.encoding { found.note("\(path) is not UTF-8; it was read as \(encoding).") }
        open.append(path)
        read(text: decoded.text, of: path, isConstraint: isConstraint)
        open.removeLast()
    }

    /// - Parameter path: the file that the text is from; empty for the app's own settings.
    mutating func read(text: String, of path: String, isConstraint: Bool = false) {
        let text = RequirementsText(text)
        if text.isCut { found.note("\(path) is too long; lines were left out.") }
        for line in text.lines { read(line.text, of: path, line.number, isConstraint: isConstraint) }
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
            let isBeside = beside.map { files.content(of: $0) == .folder } ?? false
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
