package import Model
package import Ports
import GRDB

/// One table per tier; the host has ID 0. App IDs are never reused, so a removed app's usage stays on the capacity page
/// until it expires.
///
/// Samples and minutes are stored by time, so that a step of all apps changes a page or two rather than one per app;
/// hours are stored by app, so that a plot of a year reads few pages.
extension SQLiteStore: UsageStore {
    /// Steps deleted in one transaction. Fewer are not deleted: every deletion changes pages at both of its ends.
    private static let piece = 60

    /// All app IDs with hours, found with one index seek each, since the primary key starts with the ID.
    private static let everyApp = """
        WITH RECURSIVE present (id) AS (
            SELECT min(app_id) FROM usage_hours
            UNION ALL
            SELECT (SELECT min(app_id) FROM usage_hours WHERE app_id > id) FROM present WHERE id IS NOT NULL
        )
        """

    package func write(_ samples: [Int64: UsageSample], tier: UsageTier, step: Int) throws {
        try write { db in
            let insert = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO \(tier.table) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            // In the order of the key, rows are appended, and pages filled.
            for (app, sample) in samples.sorted(by: { $0.key < $1.key }) {
                try insert.execute(arguments: [
                    app, step, sample.cpu, sample.memory, sample.disk, sample.receive, sample.send,
                    sample.gpu, sample.gpuMemory, sample.gpuSeconds, sample.gpuIdleSeconds,
                ])
            }
        }
    }

    package func rollUp(now: Int) throws -> Bool {
        var isNew = false
        for tier in UsageTier.allCases {
            guard let finer = tier.finer else { continue }
            while try rollUpNext(tier, from: finer, now: now) { isNew = true }
        }
        return isNew
    }

    /// Steps to aggregate are found in the host's rows: it has one for every recorded step of every tier.
    private func rollUpNext(_ tier: UsageTier, from finer: UsageTier, now: Int) throws -> Bool {
        let ratio = tier.seconds / finer.seconds
        return try write { db in
            let done = try Self.newest(tier, now: now, db) ?? -1
            let next = try Int.fetchOne(
                db, sql: "SELECT at FROM \(finer.table) WHERE app_id = 0 AND at >= ? ORDER BY at LIMIT 1",
                arguments: [(done + 1) * ratio])
            guard let step = next.map({ $0 / ratio }), (step + 1) * tier.seconds <= now else { return false }
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO \(tier.table)
                    SELECT app_id, :step, round(avg(cpu)), max(memory), max(disk), round(avg(receive)),
                        round(avg(send)), round(avg(gpu)), max(gpu_memory), sum(gpu_seconds), sum(gpu_idle_seconds)
                    FROM \(finer.table) WHERE at BETWEEN :first AND :last GROUP BY app_id
                    """,
                arguments: ["step": step, "first": step * ratio, "last": step * ratio + ratio - 1])
            return true
        }
    }

    package func prune(now: Int) throws -> Bool {
        try UsageTier.allCases.reduce(false) { isMore, tier in
            let limit = (now - tier.kept) / tier.seconds / Self.piece * Self.piece
            let deleted = try write { db in
                try db.execute(sql: Self.pruning(tier), arguments: ["limit": limit, "piece": Self.piece])
                return db.changesCount
            }
            return isMore || deleted > 0
        }
    }

    private static func pruning(_ tier: UsageTier) -> String {
        guard tier.isStoredByApp else {
            return "DELETE FROM \(tier.table) WHERE at < min(:limit, :piece + (SELECT min(at) FROM \(tier.table)))"
        }
        return """
            DELETE FROM usage_hours WHERE (app_id, at) IN (
                \(everyApp)
                SELECT app_id, at FROM present CROSS JOIN usage_hours
                WHERE app_id = id AND at < min(:limit, :piece + (
                    SELECT min(at) FROM usage_hours oldest WHERE oldest.app_id = id))
            )
            """
    }

    package func series(of app: Int64, _ window: UsageWindow) throws -> [UsageSample?] {
        var points = [UsageSample?](repeating: nil, count: window.count)
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT (start - :start) / :step AS point, \(Self.averages), max(memory) AS memory, max(disk) AS disk,
                        max(gpu_memory) AS gpu_memory, sum(gpu_seconds) AS gpu_seconds,
                        sum(gpu_idle_seconds) AS gpu_idle_seconds
                    FROM (\(try Self.rows(from: window.start, window.tier, now: window.now, db)))
                    WHERE start < :end GROUP BY point
                    """,
                arguments: ["app": app, "start": window.start, "step": window.step, "end": window.end])
            while let row = try rows.next() { points[row["point"]] = UsageSample(row) }
        }
        return points
    }

    package func appsUsed(since start: Int, now: Int) throws -> [UsedApp] {
        try read { db in
            let unfinished = try Self.newest(.hour, now: now, db).map { 3600 * ($0 + 1) } ?? start
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT id, name, owner, removed_at IS NOT NULL AS is_removed, memory_gib, gpu_memory_gib * gpus AS gpu_gib
                    FROM apps
                    WHERE EXISTS (SELECT 1 FROM usage_hours WHERE app_id = id AND at >= :start / 3600)
                        OR id IN (SELECT app_id FROM usage_samples WHERE at >= max(:start, :unfinished) / 10)
                    ORDER BY id
                    """,
                arguments: ["start": start, "unfinished": unfinished]
            ).map { row in
                UsedApp(
                    id: row["id"], name: row["name"], owner: row["owner"], isRemoved: row["is_removed"],
                    memoryGiB: row["memory_gib"], gpuMemoryGiB: row["gpu_gib"])
            }
        }
    }

    package func total(of app: Int64, since start: Int, now: Int) throws -> UsageTotal {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT total(gpu_seconds) AS held, total(gpu_idle_seconds) AS idle, max(memory) AS memory,
                        max(gpu_memory) AS gpu_memory
                    FROM (\(try Self.rows(from: start, .hour, now: now, db)))
                    """,
                arguments: ["app": app])
            return UsageTotal(
                gpuSeconds: row?["held"] ?? 0, gpuIdleSeconds: row?["idle"] ?? 0, peakMemory: row?["memory"],
                peakGPUMemory: row?["gpu_memory"])
        }
    }

    package func hoursOfDay(since start: Int, now: Int) throws -> [UsageSample?] {
        var hours = [UsageSample?](repeating: nil, count: 24)
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT start / 3600 % 24 AS hour, \(Self.averages), max(memory) AS memory, max(disk) AS disk,
                        max(gpu_memory) AS gpu_memory, sum(gpu_seconds) AS gpu_seconds,
                        sum(gpu_idle_seconds) AS gpu_idle_seconds
                    FROM (\(try Self.rows(from: start, .hour, now: now, db))) GROUP BY hour
                    """,
                arguments: ["app": UsageSample.host])
            while let row = try rows.next() { hours[row["hour"]] = UsageSample(row) }
        }
        return hours
    }

    /// Average rates, weighted by each row's duration in seconds.
    private static let averages = ["cpu", "receive", "send", "gpu"].map { column in
        "CAST(round(1.0 * sum(\(column) * seconds) / sum(seconds * (\(column) IS NOT NULL))) AS INTEGER) AS \(column)"
    }.joined(separator: ", ")

    /// SQL for the rows of `:app` from `:start` to now: from `tier` as far as it reaches, and newer ones from finer
    /// tiers.
    private static func rows(from start: Int, _ tier: UsageTier, now: Int, _ db: Database) throws -> String {
        var parts: [String] = []
        var next = start
        for part in UsageTier.allCases.reversed() where part.rawValue <= tier.rawValue {
            parts.append(part.rows(from: next / part.seconds, to: now / part.seconds))
            if let newest = try newest(part, now: now, db) { next = max(next, (newest + 1) * part.seconds) }
        }
        return parts.joined(separator: " UNION ALL ")
    }

    /// Newest finished step. A wrong clock may have recorded steps in the future.
    private static func newest(_ tier: UsageTier, now: Int, _ db: Database) throws -> Int? {
        try Int.fetchOne(
            db, sql: "SELECT at FROM \(tier.table) WHERE app_id = 0 AND at < ? ORDER BY at DESC LIMIT 1",
            arguments: [now / tier.seconds])
    }
}

extension UsageTier {
    fileprivate var table: String {
        switch self {
        case .sample: "usage_samples"
        case .minute: "usage_minutes"
        case .hour: "usage_hours"
        }
    }

    fileprivate var isStoredByApp: Bool { self == .hour }

    /// SQL for the rows of `:app` in these steps. In a table stored by time, each step is one index seek.
    fileprivate func rows(from first: Int, to end: Int) -> String {
        let columns = "SELECT at * \(seconds) AS start, \(seconds) AS seconds, \(table).*"
        guard !isStoredByApp else {
            return "\(columns) FROM \(table) WHERE app_id = :app AND at >= \(first) AND at < \(end)"
        }
        return """
            \(columns) FROM (
                WITH RECURSIVE steps (step) AS (
                    SELECT max(\(first), (SELECT min(at) FROM \(table)))
                    UNION ALL
                    SELECT step + 1 FROM steps WHERE step + 1 < \(end)
                )
                SELECT step FROM steps
            ) CROSS JOIN \(table) WHERE at = step AND app_id = :app AND at < \(end)
            """
    }
}

extension UsageSample {
    fileprivate init(_ row: Row) {
        self.init(
            cpu: row["cpu"], memory: row["memory"], disk: row["disk"], receive: row["receive"], send: row["send"],
            gpu: row["gpu"], gpuMemory: row["gpu_memory"], gpuSeconds: row["gpu_seconds"],
            gpuIdleSeconds: row["gpu_idle_seconds"])
    }
}
