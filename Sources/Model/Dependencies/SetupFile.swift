/// `setup.cfg`, beside `setup.py` or alone.
struct SetupFile {
    static let name = "setup.cfg"

    /// By section and key; lines of a value are separated by line breaks.
    private var values: [String: [String: [(text: String, line: Int)]]] = [:]

    init(_ text: String) {
        var section = ""
        var key = ""
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = raw.trimming(\.isWhitespace)
            guard !line.isEmpty, !line.hasPrefix("#"), !line.hasPrefix(";") else { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                (section, key) = (String(line[line.index(after: line.startIndex)..<end]), "")
            } else if raw.first?.isWhitespace == true, !key.isEmpty {
                values[section, default: [:]][key, default: []].append((String(line), index + 1))
            } else if let mark = line.firstIndex(where: { "=:".contains($0) }) {
                key = line[..<mark].trimming(\.isWhitespace).lowercased()
                let value = line[line.index(after: mark)...].trimming(\.isWhitespace)
                values[section, default: [:]][key] = value.isEmpty ? [] : [(String(value), index + 1)]
            }
        }
    }

    var isSource: Bool { values["options"]?["install_requires"] != nil }

    var python: PythonRequirement? {
        values["options"]?["python_requires"]?.first.flatMap { value in
            PythonRequirement(value.text, source: "python_requires in \(Self.name)", isStrict: true)
        }
    }

    func add(to found: inout FoundDependencies, _ files: any RepositoryFiles) {
        var reader = RequirementsReader(files)
        for (text, line) in values["options"]?["install_requires"] ?? [] where !text.hasPrefix("file:") {
            reader.read(text, of: Self.name, line)
        }
        found.add(reader.found)
    }
}
