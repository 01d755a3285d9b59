/// One row of the table from log line to cause.
///
/// A rule whose message or hint names something unknown does not apply, so the next row may say less.
struct Rule: Sendable {
    let code: String
    /// One of these must match.
    let patterns: [Pattern]
    /// One of each group must match some other line too; their holes add names.
    let alongside: [[Pattern]]
    /// Exit codes that it is limited to; empty for all.
    let exits: Set<Int>
    let message: Wording
    let hint: Wording
    let remedy: Remedy?

    init(
        _ code: String, _ patterns: Pattern..., alongside: [[Pattern]] = [], exits: Set<Int> = [], message: Wording,
        hint: Wording, remedy: Remedy? = nil
    ) {
        self.init(
            code, patterns, alongside: alongside, exits: exits, message: message, hint: hint, remedy: remedy)
    }

    init(
        _ code: String, _ patterns: [Pattern], alongside: [[Pattern]] = [], exits: Set<Int> = [], message: Wording,
        hint: Wording, remedy: Remedy? = nil
    ) {
        self.code = code
        self.patterns = patterns
        self.alongside = alongside
        self.exits = exits
        self.message = message
        self.hint = hint
        self.remedy = remedy
    }

    /// - Parameter line: nil for a rule that asks for the exit code alone.
    func cause(_ line: Int?, in tail: LogTail, _ evidence: Evidence) -> Cause? {
        guard exits.isEmpty || exits.contains(evidence.exitCode) else { return nil }
        var names: [String: String] = [:]
        var lines: [Int] = []
        if let line {
            guard let found = patterns.firstNonNil({ $0.match(tail.bytes[line]) }) else { return nil }
            names = found
            lines = [line]
        } else if !patterns.isEmpty {
            return nil
        }
        for group in alongside {
            guard let (other, found) = group.firstNonNil({ tail.last(matching: $0) }) else { return nil }
            names.merge(found) { first, _ in first }
            lines.append(other)
        }
        if let line, alongside.isEmpty, let place = tail.place(of: line) { lines += place.lines }
        names = Names.completed(names, at: line, in: tail, evidence)
        guard let message = message.filled(names), let hint = hint.filled(names) else { return nil }
        return Cause(
            code: code, message: message, hint: hint, lines: tail.shown(lines),
            action: remedy?.action(names, for: evidence))
    }
}

extension Sequence {
    func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
        for element in self { if let result = transform(element) { return result } }
        return nil
    }
}
