/// An instruction of a Dockerfile, its continuation lines joined.
struct DockerfileLine: Equatable {
    /// Where it starts, from 1.
    let number: Int
    let text: String

    /// In capital letters.
    var keyword: String { text.prefix { !Self.isBlank($0) }.uppercased() }
    var rest: Substring { text.drop { !Self.isBlank($0) }.drop(while: Self.isBlank) }

    /// Comments and empty lines are left out, also between continuation lines, as the engine does.
    /// - Throws: for another escape character than the backslash, and for control characters.
    static func all(of text: String) throws(DockerfileProblem) -> [DockerfileLine] {
        var found: [DockerfileLine] = []
        var open: (number: Int, text: String)?
        var mayBeDirective = true
        for (index, raw) in lines(of: text).enumerated() {
            let line = String(raw)
            if mayBeDirective, let directive = Directive(line) {
                guard directive.name != "escape" || directive.value == "\\" else {
                    throw .unsupported(
                        DockerfileLine(number: index + 1, text: line), "chooses another escape character",
                        "Remove the line and end continued lines with a backslash.")
                }
                continue
            }
            mayBeDirective = false
            let bare = line.trimming(isBlank)
            if bare.isEmpty || bare.hasPrefix("#") { continue }
            let number = open?.number ?? index + 1
            guard !line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" })
            else {
                throw .syntax(
                    DockerfileLine(number: number, text: line), "has a control character", "Remove it from the line.")
            }
            let before = open?.text ?? ""
            if let start = withoutContinuation(line) {
                open = (number, before + start)
            } else {
                found.append(DockerfileLine(number: number, text: String((before + line).trimming(isBlank))))
                open = nil
            }
        }
        if let open { found.append(DockerfileLine(number: open.number, text: String(open.text.trimming(isBlank)))) }
        for line in found where line.text.trimming(\.isWhitespace).hasSuffix("\\") {
            throw .syntax(line, "ends with a backslash", "Remove the backslash.")
        }
        return found.filter { !$0.text.isEmpty }
    }

    static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

    /// By line feed alone: Swift takes CR LF for one character.
    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        let marked = text.unicodeScalars.drop { $0 == "\u{feff}" }
        return marked.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.last == "\r" ? line.dropLast() : line
        }
    }

    /// - Returns: nil for a line that is not continued. Two backslashes are none that continues.
    private static func withoutContinuation(_ line: String) -> String? {
        let end = ("." + line).trimming(isBlank).dropFirst()
        guard end.hasSuffix("\\"), !end.hasSuffix("\\\\") else { return nil }
        return String(end.dropLast())
    }

    /// `# name=value` in the first lines.
    private struct Directive {
        let name: String
        let value: String

        init?(_ line: String) {
            let bare = line.trimming(isBlank)
            guard bare.hasPrefix("#") else { return nil }
            let parts = bare.dropFirst().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            name = parts[0].trimming(isBlank).lowercased()
            value = String(parts[1].trimming(isBlank))
            guard !name.isEmpty, name.utf8.allSatisfy(\.isLetterOrDigit) else { return nil }
        }
    }
}
