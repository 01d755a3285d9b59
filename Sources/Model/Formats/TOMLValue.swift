/// A value in a TOML file, and the line on which it begins.
struct TOMLValue: Equatable {
    enum Content: Equatable {
        case string(String)
        case boolean(Bool)
        /// A number, a date or a time, as written.
        case other(String)
        case array([TOMLValue])
        case table(TOMLTable)
    }

    let content: Content
    /// From 1.
    let line: Int

    var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    var boolean: Bool? {
        if case .boolean(let value) = content { value } else { nil }
    }

    var array: [TOMLValue]? {
        if case .array(let values) = content { values } else { nil }
    }

    var table: TOMLTable? {
        if case .table(let table) = content { table } else { nil }
    }
}

/// A TOML table, in the file's order.
struct TOMLTable: Equatable {
    private(set) var keys: [String] = []
    private var values: [String: TOMLValue] = [:]

    subscript(key: String) -> TOMLValue? { values[key] }

    /// Goes down through tables.
    subscript(path: [String]) -> TOMLValue? {
        guard let first = path.first, let value = values[first] else { return nil }
        return path.count == 1 ? value : value.table?[Array(path.dropFirst())]
    }

    func table(_ path: String...) -> TOMLTable? { self[path]?.table }
    func string(_ path: String...) -> String? { self[path]?.string }
    func strings(_ path: String...) -> [String] { self[path]?.array?.compactMap(\.string) ?? [] }
    func tables(_ path: String...) -> [TOMLTable] { self[path]?.array?.compactMap(\.table) ?? [] }

    mutating func append(_ key: String, _ value: TOMLValue) {
        keys.append(key)
        values[key] = value
    }
}
