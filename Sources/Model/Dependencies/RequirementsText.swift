/// The logical lines of a requirements file: continued lines joined, comments removed (pip's `req_file.py`).
struct RequirementsText {
    struct Line: Equatable {
        /// From 1: where it begins.
        let number: Int
        let text: String
    }

    static let maximumLines = 20_000
    private static let maximumLength = 64 << 10

    let lines: [Line]
    /// True if lines beyond the limits were left out.
    let isCut: Bool

    init(_ text: String) {
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var lines: [Line] = []
        var open = ""
        var start = 1
        var isCut = all.count > Self.maximumLines
        for (index, raw) in all.prefix(Self.maximumLines).enumerated() {
            guard raw.utf8.count + open.utf8.count <= Self.maximumLength else {
                isCut = true
                continue
            }
            if open.isEmpty { start = index + 1 }
            let isComment = raw.drop(while: \.isWhitespace).hasPrefix("#")
            if raw.hasSuffix("\\"), !isComment {
                open += raw.dropLast()
                continue
            }
            let line = Self.withoutComment(open + (isComment ? " " + raw : raw))
            open = ""
            if !line.isEmpty { lines.append(Line(number: start, text: line)) }
        }
        let last = Self.withoutComment(open)
        if !last.isEmpty { lines.append(Line(number: start, text: last)) }
        (self.lines, self.isCut) = (lines, isCut)
    }

    /// `#` begins a comment at the start of a line or after white space. Runs of spaces become one.
    static func withoutComment(_ line: String) -> String {
        var words: [Substring] = []
        for word in line.split(whereSeparator: \.isWhitespace) {
            if word.hasPrefix("#") { break }
            words.append(word)
        }
        return words.joined(separator: " ")
    }
}
