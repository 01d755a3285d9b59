/// A requirement that may be a path or a link to a Git repository. pip takes paths relative to the working directory,
/// which is the repository's root, and not to the file.
struct LocalRequirement {
    enum Outcome: Equatable {
        case line(DependencyLine, note: String?)
        case problem(DependencyProblem)
    }

    let outcome: Outcome

    init(_ line: DependencyLine, _ files: any RepositoryFiles) {
        outcome = Self.outcome(line, files)
    }

    private static func outcome(_ line: DependencyLine, _ files: any RepositoryFiles) -> Outcome {
        let isEditable = line.requirement.hasPrefix("-e ")
        let text = String(line.requirement.dropFirst(isEditable ? 3 : 0))
        if let named = NamedRequirement(text), !isEditable {
            guard let url = named.url, url.hasPrefix("file:") else { return path(text, line, files, isEditable) }
            return file(url, named, line, files)
        }
        // uv has no editable installations from Git.
        if isEditable, text.contains("://"), !text.hasPrefix("file:") {
            var line = line
            line.requirement = fromGit(text)
            return .line(line, note: "\(line.text) is installed without -e.")
        }
        return path(text, line, files, isEditable)
    }

    // MARK: - Paths

    private static func path(
        _ text: String, _ line: DependencyLine, _ files: any RepositoryFiles, _ isEditable: Bool
    ) -> Outcome {
        guard !text.contains("://") || text.hasPrefix("file:"), isEditable || looksLikePath(text) else {
            return .line(line, note: nil)
        }
        let options = text.firstRange(of: " --")?.lowerBound ?? text.endIndex
        let marker = text[..<options].firstIndex(of: ";") ?? options
        var path = text[..<marker].trimming(\.isWhitespace)
        if path.hasPrefix("file:") { path = path.dropFirst(5) }
        while path.hasPrefix("//") { path = path.dropFirst(path.hasPrefix("///") ? 2 : 1) }
        if let fragment = path.firstIndex(of: "#") { path = path[..<fragment] }
        var extras = Substring()
        if path.hasSuffix("]"), let start = path.lastIndex(of: "[") {
            (path, extras) = (path[..<start], path[start...])
        }
        let isForeign = path.contains("\\") || path.dropFirst().hasPrefix(":")
        guard !isForeign, let resolved = RepositoryPath.resolve(String(path)) else {
            return missing(String(path), line)
        }
        switch files.kind(of: resolved) {
        case .outside: return missing(String(path), line)
        case .missing where files.isComplete: return missing(String(path), line)
        default: break
        }
        var line = line
        let rest = text[marker...].trimming(\.isWhitespace)
        let place = RepositoryPath.inContainer(resolved) + extras
        line.requirement = (isEditable ? "-e " : "") + place + (rest.isEmpty ? "" : " " + rest)
        return .line(line, note: nil)
    }

    /// pip's rule: it has a slash, begins with a dot, or is an archive.
    private static func looksLikePath(_ text: String) -> Bool {
        let main = text.prefix { $0 != ";" && $0 != " " && $0 != "@" }
        return main.contains("/") || main.contains("\\") || main.hasPrefix(".") || main.hasPrefix("file:")
            || [".whl", ".zip", ".tar.gz", ".tar.bz2"].contains(where: main.hasSuffix)
    }

    private static func missing(_ path: String, _ line: DependencyLine) -> Outcome {
        .problem(
            .init(
                "local_path_missing", line, "\(path) is not in the repository.", fix: .init(skip: [line.text])))
    }

    /// `name @ file:///…`: what `pip freeze` writes under conda, or for a file on somebody's machine.
    private static func file(
        _ url: String, _ named: NamedRequirement, _ line: DependencyLine, _ files: any RepositoryFiles
    ) -> Outcome {
        let path = url.dropFirst(5).drop { $0 == "/" }.prefix { $0 != "#" }
        if url.hasPrefix("file:///app/"), let resolved = RepositoryPath.resolve("/" + path),
            !files.isComplete || files.kind(of: resolved) != .missing
        {
            return .line(line, note: nil)
        }
        let marker = named.marker.map { "; \($0)" } ?? ""
        return .problem(
            .init(
                "local_file", line,
                "\(named.writtenName) is a file on the machine where pip freeze wrote this line.",
                fix: .init(skip: [line.text], extra: [named.writtenName + named.extras + marker])))
    }

    // MARK: - Git

    /// `git+https://host/a@b#egg=name[x]&subdirectory=y` becomes `name[x] @ git+https://host/a@b#subdirectory=y`.
    private static func fromGit(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "#") else { return text }
        let fields = text[text.index(after: mark)...].split(separator: "&")
        guard let egg = fields.first(where: { $0.hasPrefix("egg=") })?.dropFirst(4), !egg.isEmpty else { return text }
        let folder = fields.first { $0.hasPrefix("subdirectory=") }.map { "#\($0)" } ?? ""
        return "\(egg) @ \(text[..<mark])\(folder)"
    }
}
