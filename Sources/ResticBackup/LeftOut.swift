/// Display list of what a backup lacks: the first twenty entries and a count of the rest.
struct LeftOut: Equatable {
    private static let most = 20

    private var told: [String] = []
    private var more = 0

    var lines: [String] { more == 0 ? told : told + ["\(more) more"] }

    mutating func add(_ path: String, because reason: String = "") {
        add(line: path.debugDescription + reason)
    }

    mutating func add(_ other: LeftOut) {
        for line in other.told { add(line: line) }
        more += other.more
    }

    private mutating func add(line: String) {
        if told.count < Self.most { told.append(line) } else { more += 1 }
    }
}
