/// Reads TOML 1.0 in linear time, with limits on size and depth. Dates and numbers stay text.
struct TOMLReader {
    static let maximumBytes = 8 << 20
    static let maximumDepth = 32

    var bytes: [UInt8]
    var place = 0
    var line = 1
    /// Open arrays and inline tables.
    var depth = 0

    static func read(_ text: String) throws(FormatError) -> TOMLTable {
        guard text.utf8.count <= maximumBytes else { throw FormatError(line: 1, message: "the file is too large") }
        var reader = TOMLReader(bytes: Array(text.utf8))
        let root = OpenTable(line: 1)
        var current = root
        while reader.skipToContent() {
            if reader.peek() == UInt8(ascii: "[") {
                current = try reader.header(in: root)
            } else {
                try reader.pair(in: current)
            }
            try reader.endLine()
        }
        return root.table
    }

    // MARK: - Tables

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header(in root: OpenTable) throws(FormatError) -> OpenTable {
        place += 1
        let isList = peek() == UInt8(ascii: "[")
        if isList { place += 1 }
        let path = try keyPath()
        for _ in 0..<(isList ? 2 : 1) {
            guard peek() == UInt8(ascii: "]") else { throw error("a table's name has no end") }
            place += 1
        }
        let parent = try open(path.dropLast(), in: root)
        let name = path[path.count - 1]
        let table = OpenTable(line: line)
        table.isDefined = true
        switch (parent.entries[name], isList) {
        case (nil, false): parent.set(name, .table(table))
        case (nil, true): parent.set(name, .list(OpenList(first: table)))
        case (.list(let list), true): list.tables.append(table)
        case (.table(let there), false) where !there.isDefined:
            there.isDefined = true
            return there
        default: throw error("“\(name)” is there twice")
        }
        return table
    }

    mutating func pair(in table: OpenTable) throws(FormatError) {
        let path = try keyPath()
        guard peek() == UInt8(ascii: "=") else { throw error("“=” is missing") }
        place += 1
        skipSpaces()
        let parent = try open(path.dropLast(), in: table)
        let name = path[path.count - 1]
        guard parent.entries[name] == nil else { throw error("“\(name)” is there twice") }
        parent.set(name, .value(try value()))
    }

    private func open(_ path: ArraySlice<String>, in root: OpenTable) throws(FormatError) -> OpenTable {
        var table = root
        for name in path {
            switch table.entries[name] {
            case nil:
                let made = OpenTable(line: line)
                table.set(name, .table(made))
                table = made
            case .table(let there): table = there
            case .list(let list): table = list.tables[list.tables.count - 1]
            case .value: throw error("“\(name)” is there twice")
            }
        }
        return table
    }

    /// `a."b.c".d`, up to the character after it.
    private mutating func keyPath() throws(FormatError) -> [String] {
        var path: [String] = []
        while true {
            skipSpaces()
            path.append(try key())
            skipSpaces()
            guard path.count <= Self.maximumDepth else { throw error("tables are nested too deeply") }
            guard peek() == UInt8(ascii: ".") else { return path }
            place += 1
        }
    }

    private mutating func key() throws(FormatError) -> String {
        if peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") { return try string() }
        let start = place
        while let byte = peek(), Self.isBare(byte) { place += 1 }
        guard place > start else { throw error("a name is missing") }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A table that later lines may add to.
final class OpenTable {
    enum Entry { case value(TOMLValue), table(OpenTable), list(OpenList) }

    let line: Int
    /// Has a header of its own.
    var isDefined = false
    private(set) var entries: [String: Entry] = [:]
    private var keys: [String] = []

    init(line: Int) {
        self.line = line
    }

    func set(_ key: String, _ entry: Entry) {
        keys.append(key)
        entries[key] = entry
    }

    var table: TOMLTable {
        var table = TOMLTable()
        for key in keys {
            switch entries[key] {
            case .value(let value): table.append(key, value)
            case .table(let open): table.append(key, TOMLValue(content: .table(open.table), line: open.line))
            case .list(let list): table.append(key, list.value)
            case nil: break
            }
        }
        return table
    }
}

/// An array of tables.
final class OpenList {
    var tables: [OpenTable]

    init(first: OpenTable) {
        tables = [first]
    }

    var value: TOMLValue {
        let values = tables.map { TOMLValue(content: .table($0.table), line: $0.line) }
        return TOMLValue(content: .array(values), line: tables[0].line)
    }
}
