/// What a log line looks like: literal text with named holes. `{name}` stands for one word, `{name#}` for a number,
/// `{NAME!}` for a constant's name such as `HF_TOKEN`, `{name*}` for any text; a `^` in front means that the line starts
/// so, a `$` behind that it ends so.
///
/// Log lines are untrusted, so there are no repetitions to go back through: a match takes the nearest occurrence of each
/// literal, and starts over only behind the first, at most ``maximumStarts`` times.
struct Pattern: Equatable, Sendable, ExpressibleByStringLiteral {
    private enum Part: Equatable {
        case literal([UInt8])
        case hole(String, Kind)
    }

    private static let maximumStarts = 20

    private enum Kind { case word, number, constant, text }

    private let parts: [Part]
    private let isAnchored: Bool
    private let endsLine: Bool

    init(stringLiteral text: String) {
        isAnchored = text.hasPrefix("^")
        endsLine = text.hasSuffix("$")
        var parts: [Part] = []
        var rest = text.dropFirst(isAnchored ? 1 : 0).dropLast(endsLine ? 1 : 0)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.literal(Array(rest[..<open].utf8))) }
            let name = rest[rest.index(after: open)..<close]
            let kind: Kind =
                switch name.last {
                case "*": .text
                case "#": .number
                case "!": .constant
                default: .word
                }
            parts.append(.hole(String(kind == .word ? name : name.dropLast()), kind))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(Array(rest.utf8))) }
        self.parts = parts
    }

    /// - Returns: what the holes hold; nil if the line looks different.
    func match(_ line: String) -> [String: String]? { match(Array(line.utf8)) }

    /// - Parameter bytes: a line in UTF-8.
    func match(_ bytes: [UInt8]) -> [String: String]? {
        var start = 0
        for _ in 1...Self.maximumStarts where start <= bytes.count {
            guard let place = begin(in: bytes, from: start) else { return nil }
            if let found = match(bytes, from: place) { return found }
            guard !isAnchored else { return nil }
            start = max(place, start) + 1
            if case .hole = parts.first { return nil }
        }
        return nil
    }

    /// Where a match may start: at the first literal, or at the word in front of it.
    private func begin(in bytes: [UInt8], from start: Int) -> Int? {
        if isAnchored { return start }
        switch parts.first {
        case .literal(let text): return Self.find(text, in: bytes, from: start)
        case .hole(_, .word), .hole(_, .number), .hole(_, .constant):
            guard parts.count > 1, case .literal(let text) = parts[1], let end = Self.find(text, in: bytes, from: start)
            else { return start }
            return bytes[..<end].lastIndex(where: Self.isSpace).map { $0 + 1 } ?? 0
        default: return start
        }
    }

    private func match(_ bytes: [UInt8], from start: Int) -> [String: String]? {
        var place = start
        var found: [String: String] = [:]
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let text):
                guard bytes[place...].starts(with: text) else { return nil }
                place += text.count
            case .hole(let name, let kind):
                var end = Self.end(of: kind, in: bytes, from: place)
                if index + 1 < parts.count, case .literal(let next) = parts[index + 1] {
                    guard let behind = Self.find(next, in: bytes, from: place + 1), behind <= end else { return nil }
                    end = behind
                }
                guard end > place else { return nil }
                found[name] = String(decoding: bytes[place..<end], as: UTF8.self)
                place = end
            }
        }
        return endsLine && place < bytes.count ? nil : found
    }

    private static func end(of kind: Kind, in bytes: [UInt8], from place: Int) -> Int {
        switch kind {
        case .word: bytes[place...].firstIndex(where: isSpace) ?? bytes.count
        case .number: bytes[place...].firstIndex { !isDigit($0) } ?? bytes.count
        case .constant:
            bytes[place...].firstIndex {
                !isDigit($0) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) && $0 != UInt8(ascii: "_")
            } ?? bytes.count
        case .text: bytes.count
        }
    }

    private static func find(_ text: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = text.first, bytes.count >= text.count, start <= bytes.count - text.count else { return nil }
        return (start...(bytes.count - text.count)).first { place in
            bytes[place] == first && bytes[place...].starts(with: text)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
