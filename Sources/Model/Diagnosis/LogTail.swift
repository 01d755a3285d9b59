/// The last lines of a log, without colours, and what Python's tracebacks in it say.
struct LogTail: Sendable {
    static let capacity = 500
    /// Characters of a line that a card shows.
    static let shownLength = 300
    private static let shownLines = 3
    /// Lines behind a traceback that a server still writes while it ends.
    private static let afterwords = 25
    private static let lastWords = 20

    let lines: [String]
    /// The lines in UTF-8.
    let bytes: [[UInt8]]
    /// Bytes of white space at the start of each line; nil for a line that has nothing else.
    private let margins: [Int?]
    private let tracebacks: [Traceback]

    init(_ lines: [String]) {
        self.lines = lines.suffix(Self.capacity).map { LogText.clean($0.utf8) }
        bytes = self.lines.map { Array($0.utf8) }
        margins = bytes.map { line in line.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } }
        tracebacks = Self.tracebacks(in: self.lines, margins)
    }

    func isBlank(_ line: Int) -> Bool { margins[line] == nil }

    func last(matching pattern: Pattern) -> (line: Int, names: [String: String])? {
        bytes.indices.reversed().firstNonNil { line in pattern.match(bytes[line]).map { (line, $0) } }
    }

    /// - Returns: the lines themselves, oldest first, at most three.
    func shown(_ numbers: [Int]) -> [String] {
        Set(numbers).sorted().prefix(Self.shownLines).map { String(lines[$0].prefix(Self.shownLength)) }
    }

    /// The lines that may say why a program ended, the most telling first: its last words, and the exceptions of the
    /// traceback that it ended with, the last one first. What came earlier did not end it.
    var decisive: [Int] {
        let filled = lines.indices.filter { !isBlank($0) }
        guard let last = tracebacks.last, filled.count(where: { $0 > last.exception }) <= Self.afterwords else {
            return filled.suffix(Self.lastWords).reversed().filter { !Self.isRemark(lines[$0]) }
        }
        var found =
            filled.filter { $0 == last.exception || $0 > last.exception && !Self.isRemark(lines[$0]) }.reversed()
            + chain.dropLast().reversed().map(\.exception)
        if Self.tellsOfAnother(lines[last.exception]), let first = chain.first {
            found += filled.filter { $0 < first.start }.suffix(Self.lastWords).reversed()
        }
        return found
    }

    /// The exception that ended the program, if one did.
    var lastTraceback: Traceback? { tracebacks.last }

    /// Tracebacks that led to the last one, and it.
    var chain: ArraySlice<Traceback> {
        let all = tracebacks
        guard !all.isEmpty else { return [] }
        var first = all.endIndex - 1
        while first > 0 {
            let between = lines[all[first - 1].exception...all[first].start]
            guard
                between.contains(where: {
                    $0.contains("During handling of the above exception")
                        || $0.contains("The above exception was the direct cause")
                })
            else { break }
            first -= 1
        }
        return all[max(first, 0)...]
    }

    /// An exception that only passes on another program's failure.
    private static func tellsOfAnother(_ exception: String) -> Bool {
        exception.contains("CalledProcessError") || exception.contains("ChildProcessError")
            || exception.hasPrefix("SystemExit")
    }

    /// A line that says of itself that it is no error.
    private static func isRemark(_ line: String) -> Bool {
        ["WARN", "Warning:", "warning:", "INFO", "DEBUG"].contains { line.contains($0) }
    }

    struct Traceback {
        let start: Int
        /// The line with the exception's name and message.
        let exception: Int
    }

    /// An exception stands no further to the right than its traceback.
    private static func tracebacks(in lines: [String], _ margins: [Int?]) -> [Traceback] {
        lines.indices.compactMap { start in
            guard let margin = margins[start], lines[start].hasSuffix("Traceback (most recent call last):") else {
                return nil
            }
            let exception = lines.indices[(start + 1)...].first { line in margins[line].map { $0 <= margin } ?? false }
            return exception.map { Traceback(start: start, exception: $0) }
        }
    }
}
