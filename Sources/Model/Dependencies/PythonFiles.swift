/// Files that name a Python version and nothing else, as pyenv, uv and Heroku read them.
enum PythonFiles {
    static let names = [".python-version", "runtime.txt"]

    static func requirements(_ files: any RepositoryFiles) -> [PythonRequirement] {
        names.compactMap { name in
            guard let text = RepositoryText.read(name, files) else { return nil }
            let lines = text.split(whereSeparator: \.isNewline).map { $0.trimming(\.isWhitespace) }
            guard let line = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }), !line.contains("pypy") else {
                return nil
            }
            // `python-3.11.4` in runtime.txt, `3.11` elsewhere; other languages use runtime.txt too.
            guard name != "runtime.txt" || line.hasPrefix("python") else { return nil }
            return PythonRequirement(version: String(line), source: name)
        }
    }
}

/// A text file of the repository.
enum RepositoryText {
    /// - Returns: nil if it is not there or no text.
    static func read(_ path: String, _ files: any RepositoryFiles) -> String? {
        guard case .file(let bytes) = files.content(of: path) else { return nil }
        return DecodedText(bytes)?.text
    }
}
