/// Poetry's version constraints in PEP 440's words: `^1.2` is `>=1.2,<2`, `~1.2` is `>=1.2,<1.3`.
enum PoetryVersion {
    /// - Returns: specifiers, empty for any version; alternatives are separated by ` || `.
    static func specifiers(_ text: String) -> String {
        let alternatives = text.split(separator: "||").map { clauses($0).joined(separator: ",") }
        return alternatives.contains("") ? "" : alternatives.joined(separator: " || ")
    }

    private static func clauses(_ text: Substring) -> [String] {
        // `>= 1.0` is one clause, `>=1.0 <2.0` are two.
        var words: [String] = []
        for word in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            if let last = words.last, last.allSatisfy({ "<>=!~^".contains($0) }) {
                words[words.count - 1] += word
            } else {
                words.append(String(word))
            }
        }
        return words.flatMap(clause)
    }

    private static func clause(_ word: String) -> [String] {
        if word == "*" { return [] }
        if word.hasPrefix("^") { return range(word.dropFirst(), caret: true) }
        if word.hasPrefix("~"), !word.hasPrefix("~=") { return range(word.dropFirst(), caret: false) }
        guard let first = word.first, first.isNumber else { return [word] }
        return ["==" + word]
    }

    private static func range(_ text: Substring, caret: Bool) -> [String] {
        guard let version = PythonVersion(text) else { return [] }
        let parts = version.parts
        var top = caret ? parts.firstIndex { $0 != 0 } ?? parts.count - 1 : min(1, parts.count - 1)
        top = min(top, parts.count - 1)
        let next = Array(parts[..<top]) + [parts[top] + 1]
        return [">=\(text)", "<\(PythonVersion(parts: next))"]
    }
}
