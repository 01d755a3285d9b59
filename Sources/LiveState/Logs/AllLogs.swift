import Model

/// The logs of all apps in a limited amount of memory, shared fairly: an app that logs little loses nothing because others
/// log much.
struct AllLogs: Sendable {
    private let limit: Int
    private var logs: [AppName: PackedLines] = [:]
    /// Bytes of memory that all logs hold.
    private(set) var footprint = 0

    init(limit: Int) {
        self.limit = limit
    }

    func log(of app: AppName) -> PackedLines { logs[app] ?? PackedLines() }

    mutating func change(_ app: AppName, _ body: (inout PackedLines) -> Void) {
        let before = logs[app]?.footprint ?? 0
        body(&logs[app, default: PackedLines()])
        footprint += (logs[app]?.footprint ?? 0) - before
        if footprint > limit { shrink(to: limit / 4 * 3) }
    }

    mutating func forget(_ app: AppName) {
        footprint -= logs.removeValue(forKey: app)?.footprint ?? 0
    }

    /// Shortens the longest logs to one size, so that all together fit. Much at once, since it looks at every log.
    private mutating func shrink(to goal: Int) {
        let share = Self.share(of: goal, among: logs.values.map(\.footprint))
        for (app, log) in logs where log.footprint > share { logs[app]?.shrink(to: share) }
        footprint = logs.values.reduce(0) { $0 + $1.footprint }
    }

    /// Max-min fairness: the most that each may have so that all together have no more than `goal`.
    static func share(of goal: Int, among sizes: [Int]) -> Int {
        var (left, share) = (goal, 0)
        for (index, size) in sizes.sorted().enumerated() {
            share = left / (sizes.count - index)
            guard size <= share else { return share }
            left -= size
        }
        return sizes.max() ?? goal
    }
}
