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
        guard let line else {
            guard patterns.isEmpty, let others = others(in: tail) else { return nil }
            return cause(nil, [:], others, in: tail, evidence)
        }
        guard let found = names(in: tail.bytes[line]), let others = others(in: tail) else { return nil }
        return cause(line, found, others, in: tail, evidence)
    }

    /// Of the last matching line that it applies to. Lines are untrusted: a few attempts are enough.
    func cause(in tail: LogTail, _ evidence: Evidence) -> Cause? {
        guard exits.isEmpty || exits.contains(evidence.exitCode), let others = others(in: tail) else { return nil }
        let matching = tail.lines.indices.reversed().lazy.compactMap { line in
            names(in: tail.bytes[line]).map { (line, $0) }
        }
        return matching.prefix(Self.maximumAttempts).firstNonNil { line, found in
            cause(line, found, others, in: tail, evidence)
        }
    }

    private static let maximumAttempts = 20

    private func names(in line: [UInt8]) -> [String: String]? { patterns.firstNonNil { $0.match(line) } }

    /// The lines that match ``alongside``, and what their holes hold; nil if one is missing.
    private func others(in tail: LogTail) -> (lines: [Int], names: [String: String])? {
        var (lines, names): ([Int], [String: String]) = ([], [:])
        for group in alongside {
            guard let (line, found) = group.firstNonNil({ tail.last(matching: $0) }) else { return nil }
            names.merge(found) { first, _ in first }
            lines.append(line)
        }
        return (lines, names)
    }

    private func cause(
        _ line: Int?, _ found: [String: String], _ others: (lines: [Int], names: [String: String]),
        in tail: LogTail, _ evidence: Evidence
    ) -> Cause? {
        var names = found.merging(others.names) { first, _ in first }
        var lines = (line.map { [$0] } ?? []) + others.lines
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
