import Model
import FoundationEssentials

/// Log lines as JSON in one column.
enum LinesColumn {
    /// About how many bytes a deployment's lines may take; older ones are left out. A line may have 8 KiB.
    static let byteCapacity = 96 << 10
    /// JSON around the text of a line.
    private static let overhead = 75

    static func json(_ lines: [LogLine]) throws -> String {
        var left = byteCapacity
        let newest = lines.reversed().prefix { line in
            left -= line.text.utf8.count + overhead
            return left >= 0
        }
        return String(decoding: try JSONEncoder().encode(lines.suffix(newest.count)), as: UTF8.self)
    }

    static func lines(_ json: String?) throws -> [LogLine] {
        try json.map { try JSONDecoder().decode([LogLine].self, from: Data($0.utf8)) } ?? []
    }
}
