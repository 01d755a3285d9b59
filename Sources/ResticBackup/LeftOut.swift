/// Display list of what a backup lacks: the first twenty entries and a count of the rest.
struct LeftOut: Equatable {
    private static let limit = 20

    private var entries: [String] = []
    private var more = 0

    var lines: [String] { more == 0 ? entries : entries + ["\(more) more"] }

    mutating func add(_ path: String, because reason: String = "") {
        add(line: path.debugDescription + reason)
    }

    mutating func add(_ other: LeftOut) {
        for line in other.entries { add(line: line) }
        more += other.more
    }

    private mutating func add(line: String) {
        if entries.count < Self.limit { entries.append(line) } else { more += 1 }
    }
}
