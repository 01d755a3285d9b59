/// The part of YAML that `environment.yml` and the header of a README use: mappings, lists and plain or quoted scalars
/// by indentation, and lists in brackets on one line. Anchors and tags are not resolved.
indirect enum YAMLValue: Equatable {
    case scalar(String, line: Int)
    case list([YAMLValue])
    /// In the file's order; of equal names the last one counts.
    case mapping([Pair])

    struct Pair: Equatable {
        let name: String
        let value: YAMLValue
    }

    subscript(name: String) -> YAMLValue? {
        guard case .mapping(let pairs) = self else { return nil }
        return pairs.last { $0.name == name }?.value
    }

    var text: String? {
        if case .scalar(let text, _) = self { text } else { nil }
    }

    var list: [YAMLValue]? {
        if case .list(let values) = self { values } else { nil }
    }
}

struct YAMLReader {
    static let maximumLines = 20_000
    static let maximumDepth = 32

    private struct Row {
        let number: Int
        var indent: Int
        var text: Substring
    }

    private var lines: [Row] = []
    private var place = 0

    /// - Returns: the first document; an empty mapping if there is none.
    static func read(_ text: String) throws(FormatError) -> YAMLValue {
        var reader = try YAMLReader(text)
        guard let first = reader.lines.first else { return .mapping([]) }
        let value = try reader.block(indent: first.indent, depth: 0)
        guard reader.place == reader.lines.count else {
            throw FormatError(line: reader.lines[reader.place].number, message: "the indentation does not fit")
        }
        return value
    }

    private init(_ text: String) throws(FormatError) {
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard all.count <= Self.maximumLines else {
            throw FormatError(line: Self.maximumLines, message: "the file is too long")
        }
        for (index, line) in all.enumerated() {
            if line.hasPrefix("---") || line.hasPrefix("...") {
                if lines.isEmpty { continue }
                return
            }
            let content = Self.withoutComment(line)
            let bare = content.drop { $0 == " " }
            guard !bare.allSatisfy(\.isWhitespace), !bare.hasPrefix("%") else { continue }
            guard !bare.hasPrefix("\t") else {
                throw FormatError(line: index + 1, message: "a tab is used for indentation")
            }
            let indent = content.utf8.count - bare.utf8.count
            lines.append(Row(number: index + 1, indent: indent, text: bare.trimming(\.isWhitespace)))
        }
    }

    /// `#` begins a comment at the start of a line or after a space, outside quotes.
    private static func withoutComment(_ line: Substring) -> Substring {
        var quote: Character?
        var previous: Character = " "
        for index in line.indices {
            let character = line[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "#", previous.isWhitespace {
                return line[..<index]
            } else if character == "\"" || character == "'", " \t[,:-".contains(previous) {
                quote = character
            }
            previous = character
        }
        return line
    }

    private mutating func block(indent: Int, depth: Int) throws(FormatError) -> YAMLValue {
        let line = lines[place]
        guard depth <= Self.maximumDepth else {
            throw FormatError(line: line.number, message: "values are nested too deeply")
        }
        if Self.isItem(line.text) { return try list(indent: indent, depth: depth) }
        if Self.pair(line.text) != nil { return try mapping(indent: indent, depth: depth) }
        place += 1
        return Self.scalar(line.text, line.number)
    }

    private mutating func list(indent: Int, depth: Int) throws(FormatError) -> YAMLValue {
        var values: [YAMLValue] = []
        while place < lines.count, lines[place].indent == indent, Self.isItem(lines[place].text) {
            let rest = lines[place].text.dropFirst()
            let content = rest.drop(while: \.isWhitespace)
            guard content.isEmpty else {
                // What follows the dash is a block of its own, further to the right.
                lines[place].indent = indent + 1 + (rest.utf8.count - content.utf8.count)
                lines[place].text = content
                values.append(try block(indent: lines[place].indent, depth: depth + 1))
                continue
            }
            let number = lines[place].number
            place += 1
            let isNested = place < lines.count && lines[place].indent > indent
            values.append(
                isNested ? try block(indent: lines[place].indent, depth: depth + 1) : .scalar("", line: number))
        }
        return .list(values)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(FormatError) -> YAMLValue {
        var pairs: [YAMLValue.Pair] = []
        while place < lines.count, lines[place].indent == indent, let (name, rest) = Self.pair(lines[place].text) {
            let number = lines[place].number
            place += 1
            if rest == "|" || rest == ">" || rest.hasPrefix("|-") || rest.hasPrefix(">-") {
                pairs.append(.init(name: name, value: literal(under: indent, number)))
                continue
            }
            guard rest.isEmpty, place < lines.count else {
                pairs.append(.init(name: name, value: Self.scalar(rest, number)))
                continue
            }
            // A list may stand at its name's own indentation.
            let next = lines[place]
            let isNested = next.indent > indent || next.indent == indent && Self.isItem(next.text)
            let value = isNested ? try block(indent: next.indent, depth: depth + 1) : .scalar("", line: number)
            pairs.append(.init(name: name, value: value))
        }
        return .mapping(pairs)
    }

    private mutating func literal(under indent: Int, _ number: Int) -> YAMLValue {
        var texts: [Substring] = []
        while place < lines.count, lines[place].indent > indent {
            texts.append(lines[place].text)
            place += 1
        }
        return .scalar(texts.joined(separator: "\n"), line: number)
    }

    // MARK: - One line

    private static func isItem(_ text: Substring) -> Bool { text == "-" || text.hasPrefix("- ") }

    /// `name: value` or `name:`.
    private static func pair(_ text: Substring) -> (String, Substring)? {
        guard let first = text.first, !"[{\"'".contains(first) else { return nil }
        if let mark = text.firstRange(of: ": ") {
            return (String(text[..<mark.lowerBound]), text[mark.upperBound...].trimming(\.isWhitespace))
        }
        return text.hasSuffix(":") ? (String(text.dropLast()), "") : nil
    }

    private static func scalar(_ text: Substring, _ line: Int) -> YAMLValue {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return .scalar(unquoted(text), line: line) }
        let items = text.dropFirst().dropLast().split(separator: ",").map { $0.trimming(\.isWhitespace) }
        return .list(items.filter { !$0.isEmpty }.map { .scalar(unquoted($0), line: line) })
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, let quote = text.first, text.last == quote else { return String(text) }
        let inner = String(text.dropFirst().dropLast())
        switch quote {
        case "'": return inner.replacing("''", with: "'")
        case "\"": return inner.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
        default: return String(text)
        }
    }
}
