extension TOMLReader {
    mutating func value() throws(FormatError) -> TOMLValue {
        let start = line
        switch peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return TOMLValue(content: .string(try string()), line: start)
        case UInt8(ascii: "["): return TOMLValue(content: .array(try array()), line: start)
        case UInt8(ascii: "{"): return TOMLValue(content: .table(try inlineTable()), line: start)
        default: return TOMLValue(content: try plain(), line: start)
        }
    }

    private mutating func array() throws(FormatError) -> [TOMLValue] {
        try enter()
        var values: [TOMLValue] = []
        while skipToContent() {
            if peek() == UInt8(ascii: "]") {
                leave()
                return values
            }
            values.append(try value())
            guard skipToContent() else { break }
            switch peek() {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"): break
            default: throw error("“,” is missing")
            }
        }
        throw error("an array has no end")
    }

    /// Line breaks in it are allowed since TOML 1.1.
    private mutating func inlineTable() throws(FormatError) -> TOMLTable {
        try enter()
        let table = OpenTable(line: line)
        while skipToContent() {
            if peek() == UInt8(ascii: "}") {
                leave()
                return table.table
            }
            try pair(in: table)
            guard skipToContent() else { break }
            switch peek() {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"): break
            default: throw error("“,” is missing")
            }
        }
        throw error("a table has no end")
    }

    private mutating func enter() throws(FormatError) {
        depth += 1
        place += 1
        guard depth <= Self.maximumDepth else { throw error("values are nested too deeply") }
    }

    private mutating func leave() {
        depth -= 1
        place += 1
    }

    /// `true`, `12`, `1979-05-27 07:32:00`.
    private mutating func plain() throws(FormatError) -> TOMLValue.Content {
        let start = place
        while let byte = peek(), !",]}# \t\r\n".utf8.contains(byte) { place += 1 }
        // A date may be followed by a time.
        if place - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek() == UInt8(ascii: " "),
            place + 1 < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place + 1])
        {
            place += 1
            while let byte = peek(), !",]}# \t\r\n".utf8.contains(byte) { place += 1 }
        }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        switch word {
        case "": throw error("a value is missing")
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            guard let first = word.utf8.first, "+-0123456789in".utf8.contains(first) else {
                throw error("“\(word.prefix(40))” is no value")
            }
            return .other(word)
        }
    }

    // MARK: - Strings

    mutating func string() throws(FormatError) -> String {
        let quote = bytes[place]
        let isLong = place + 2 < bytes.count && bytes[place + 1] == quote && bytes[place + 2] == quote
        place += isLong ? 3 : 1
        if isLong { skipLineBreak() }
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == quote, !isLong || endsLong(quote) {
                place += isLong ? 3 : 1
                // Up to two quotes may stand before the closing ones.
                while isLong, peek() == quote {
                    text.append(quote)
                    place += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text, isLong: isLong)
                continue
            }
            if byte == UInt8(ascii: "\n") {
                guard isLong else { break }
                line += 1
            }
            text.append(byte)
            place += 1
        }
        throw error("a string has no end")
    }

    private func endsLong(_ quote: UInt8) -> Bool {
        place + 2 < bytes.count && bytes[place + 1] == quote && bytes[place + 2] == quote
    }

    private mutating func escape(into text: inout [UInt8], isLong: Bool) throws(FormatError) {
        place += 1
        guard let byte = peek() else { throw error("a string has no end") }
        place += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "e"): text.append(0x1B)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "x"): text += try scalar(digits: 2)
        case UInt8(ascii: "u"): text += try scalar(digits: 4)
        case UInt8(ascii: "U"): text += try scalar(digits: 8)
        case _ where isLong && " \t\r\n".utf8.contains(byte):
            // A backslash at the end of a line joins it with the next.
            place -= 1
            while let next = peek(), " \t\r\n".utf8.contains(next) {
                if next == UInt8(ascii: "\n") { line += 1 }
                place += 1
            }
        default: throw error("a string has an unknown escape")
        }
    }

    private mutating func scalar(digits: Int) throws(FormatError) -> [UInt8] {
        let word = String(decoding: bytes[place..<min(place + digits, bytes.count)], as: UTF8.self)
        guard word.utf8.count == digits, let value = UInt32(word, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw error("a string has an unknown escape")
        }
        place += digits
        return Array(String(scalar).utf8)
    }

    // MARK: - Space

    func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipSpaces() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { place += 1 }
    }

    /// Skips spaces, line breaks and comments.
    /// - Returns: false at the end of the file.
    mutating func skipToContent() -> Bool {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                place += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): place += 1
            case UInt8(ascii: "#"): skipComment()
            default: return true
            }
        }
        return false
    }

    mutating func endLine() throws(FormatError) {
        skipSpaces()
        if peek() == UInt8(ascii: "#") { skipComment() }
        if peek() == UInt8(ascii: "\r") { place += 1 }
        guard peek() == nil || peek() == UInt8(ascii: "\n") else { throw error("the line goes on after its value") }
    }

    private mutating func skipComment() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { place += 1 }
    }

    private mutating func skipLineBreak() {
        if peek() == UInt8(ascii: "\r") { place += 1 }
        if peek() == UInt8(ascii: "\n") {
            place += 1
            line += 1
        }
    }

    func error(_ message: String) -> FormatError { FormatError(line: line, message: message) }
}
