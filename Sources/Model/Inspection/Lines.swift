/// Parses untrusted text line by line, in linear time.
enum Lines {
    private static let maximumLength = 1000

    /// Lines without surrounding spaces; overlong ones are skipped.
    static func of(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline).filter { $0.utf8.count <= maximumLength }.map { line in
            line.trimming(\.isWhitespace)
        }
    }

    /// Lines with trailing-backslash continuations joined; comments are skipped.
    static func joined(_ text: String) -> [String] {
        var lines: [String] = []
        var open = ""
        for line in of(text) where !line.hasPrefix("#") {
            if line.hasSuffix("\\"), open.utf8.count <= maximumLength {
                open += line.dropLast().trimming(\.isWhitespace) + " "
            } else {
                lines.append(open + line)
                open = ""
            }
        }
        return lines
    }

    static func firstWord(_ line: some StringProtocol) -> (word: String, rest: String) {
        let word = line.prefix { !$0.isWhitespace }
        return (String(word), String(line.dropFirst(word.count).drop(while: \.isWhitespace)))
    }

    /// The name in `name = FastAPI(…)`.
    static func variable(of call: String, in code: String) -> String? {
        for line in of(code) where line.contains(call) {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[1].drop(while: \.isWhitespace).hasPrefix(call) else { continue }
            let name = parts[0].prefix { !$0.isWhitespace && $0 != ":" }
            if !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) {
                return String(name)
            }
        }
        return nil
    }

    /// `app/main.py` as `app.main`.
    static func module(_ path: String) -> String { String(path.dropLast(".py".count)).replacing("/", with: ".") }

    /// The port that the code's first line with one sets.
    static func port(in code: String) -> Int? {
        of(code).lazy.compactMap { number(after: "port", in: $0) }.first
    }

    /// Lines of Markdown that are code by themselves: in a fenced or indented block, in backticks, or behind a prompt.
    static func code(in markdown: String) -> [Substring] {
        var isFenced = false
        var found: [Substring] = []
        for line in markdown.split(whereSeparator: \.isNewline) where line.utf8.count <= maximumLength {
            let text = line.trimming(\.isWhitespace)
            if text.hasPrefix("```") {
                isFenced.toggle()
            } else if isFenced || line.hasPrefix("    ") || text.hasPrefix("`") || text.hasPrefix("$ ") {
                found.append(text.trimming { $0 == "`" }.trimmingPrefix("$ "))
            }
        }
        return found
    }

    /// True if the code declares a command line option of this name.
    static func option(_ name: String, in code: String) -> Bool {
        code.contains("\"\(name)\"") || code.contains("'\(name)'")
    }

    /// The number that a word is set to: `--port 80`, `port=80`, `"--port", type=int, default=80`.
    static func number(after word: String, in line: some StringProtocol) -> Int? {
        let text = String(line)
        guard let range = text.firstRange(of: word) else { return nil }
        let before = text[..<range.lowerBound].last
        guard before.map({ !$0.isLetter && !$0.isNumber && !"_-.".contains($0) }) ?? true else { return nil }
        var rest = text[range.upperBound...]
        if let value = rest.firstRange(of: "default="), word.hasPrefix("-") { rest = rest[value.upperBound...] }
        rest = rest.drop { " =:\t\"'".contains($0) }
        // `--bind 0.0.0.0:80` and `os.environ.get("PORT", 80)`.
        if let address = rest.firstRange(of: "0.0.0.0:"), address.lowerBound == rest.startIndex {
            rest = rest[address.upperBound...]
        }
        rest = rest.drop { ", \"'".contains($0) }
        let digits = rest.prefix(6).prefix { $0.isASCII && $0.isNumber }
        return Int(digits)
    }
}
