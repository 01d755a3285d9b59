/// Strict parser for one JSON document (RFC 8259): no trailing data, no duplicate keys, at most 32 levels, valid UTF-8.
/// Foundation's parser accepts the first two, which enables request smuggling.
package struct JSONReader {
    static let maximumDepth = 32

    package struct Invalid: Error, Equatable {
        package let reason: String
        package let offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0

    package static func read(_ bytes: [UInt8]) throws(Invalid) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Invalid(reason: "not UTF-8", offset: 0) }
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 1)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.invalid("unexpected data after the document") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value(depth: Int) throws(Invalid) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw invalid("nested deeper than \(Self.maximumDepth) levels") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case nil: throw invalid("the document ends early")
        default:
            guard isDigit(peek) else { throw invalid("unexpected character") }
            return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(Invalid) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        var keys: Set<String> = []
        position += 1
        skipSpace()
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw invalid("expected a quoted key") }
            let key = try string()
            guard keys.insert(key).inserted else { throw invalid("the key “\(key)” appears twice") }
            skipSpace()
            guard take(":") else { throw invalid("expected “:”") }
            members.append((key, try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw invalid("expected “,” or “}”") }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Invalid) -> JSONValue {
        var elements: [JSONValue] = []
        position += 1
        skipSpace()
        if take("]") { return .array([]) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw invalid("expected “,” or “]”") }
        return .array(elements)
    }

    private mutating func number() throws(Invalid) -> JSONValue {
        let start = position
        _ = take("-")
        if take("0") {
            guard !isDigit(peek) else { throw invalid("a number has a leading zero") }
        } else {
            try digits()
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard isWhole else { return .decimal(text) }
        return .integer(Int(text) ?? (text.hasPrefix("-") ? .min : .max))
    }

    private mutating func digits() throws(Invalid) {
        guard isDigit(peek) else { throw invalid("expected a digit") }
        while isDigit(peek) { position += 1 }
    }

    private mutating func string() throws(Invalid) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: Character(try escaped()).utf8)
            case 0x00...0x1f: throw invalid("unescaped control character in a string")
            default: text.append(byte)
            }
        }
        throw invalid("unterminated string")
    }

    private mutating func escaped() throws(Invalid) -> Unicode.Scalar {
        let byte = peek
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw invalid("unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(Invalid) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xd800...0xdbff).contains(first), take("\\"), take("u"),
            case let second = try hexadecimal(), (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
        else { throw invalid("unpaired surrogate") }
        return scalar
    }

    private mutating func hexadecimal() throws(Invalid) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw invalid("expected four hexadecimal digits") }
        position += 4
        return value
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Invalid) -> JSONValue {
        let expected = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: expected) else { throw invalid("unknown literal") }
        position += expected.count
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }

    private func invalid(_ reason: String) -> Invalid { Invalid(reason: reason, offset: position) }
}
