package import Ports
package import FoundationEssentials
import GRDB

/// Deletes rows one at a time until a transaction has taken ``patience``, since one row may be a few bytes or megabytes.
///
/// The file does not shrink: SQLite uses the freed pages again (decision 0036).
extension SQLiteStore: RetentionStore {
    /// How long one transaction keeps others waiting.
    private static let patience = Duration.milliseconds(4)
    /// Most rows that one query looks up.
    private static let piece = 50
    /// Successful deployments per app that are kept in any case: an app built from a Dockerfile may use their images.
    private static let lastGood = 3
    /// Newest deployments of an app that are searched for its commits: a history from before there was retention may
    /// have any number.
    private static let recent = 1000

    package func retentionSubjects() throws -> [RetentionSubject] {
        let apps = try read { try Int64.fetchAll($0, sql: "SELECT id FROM apps ORDER BY id") }
        return [.idempotencyKeys] + apps.map(RetentionSubject.history) + [.auditLog]
    }

    package func expire(_ subject: RetentionSubject, under retention: Retention, now: Date) throws -> Int {
        // A power failure may undo it: the next sweep deletes the same rows again.
        try write(synced: false) { db in
            let end = ContinuousClock.now.advanced(by: Self.patience)
            return switch subject {
            case .idempotencyKeys:
                try Self.expireKeys(before: now.addingTimeInterval(-3600 * Double(retention.keyHours)), until: end, db)
            case .history(let app):
                try Self.expireHistory(of: app, retention, now: now, until: end, db)
            case .auditLog:
                try retention.auditDays.map { days in
                    let limit = now.addingDays(-days).formatted(.iso8601)
                    // The text sorts by time.
                    return try chain.removeFirst(db, until: end) { $0.at < limit }
                } ?? 0
            }
        }
    }

    /// In the order of their rows, which is that of their times.
    private static func expireKeys(before limit: Date, until end: ContinuousClock.Instant, _ db: Database) throws -> Int
    {
        let due = try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT rowid FROM (SELECT rowid, created_at FROM idempotency_keys ORDER BY rowid LIMIT \(piece))
                    WHERE created_at < ?
                    """), arguments: [limit])
        return try delete(due, until: end) { try db.run("DELETE FROM idempotency_keys WHERE rowid = ?", [$0]) }
    }

    private static func expireHistory(
        of app: Int64, _ retention: Retention, now: Date, until end: ContinuousClock.Instant, _ db: Database
    ) throws -> Int {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT removed_at FROM apps WHERE id = ?"), arguments: [app])
        else { return 0 }
        let removedAt: Date? = row["removed_at"]
        let isOver = removedAt.map { $0 < now.addingDays(-retention.removedAppDays) } ?? false

        let lines = try lines(of: app, beyond: removedAt == nil ? retention.logs : nil, db)
        var count = try delete(lines, until: end) {
            try db.run("DELETE FROM deployment_lines WHERE deployment_id = ?", [$0])
        }
        guard count == lines.count else { return count }
        let due = try isOver ? allDeployments(of: app, db) : deployments(of: app, retention, now: now, db)
        count += try delete(due, until: end) { deployment in
            try db.run("DELETE FROM deployment_lines WHERE deployment_id = ?", [deployment])
            try db.run("DELETE FROM deployments WHERE id = ?", [deployment])
        }
        return try count == 0 && isOver ? forget(app, db) : count
    }

    /// The next app's user is one above the highest: the row that has it stays, so that no user is ever given twice.
    private static func forget(_ app: Int64, _ db: Database) throws -> Int {
        try db.run(
            """
            DELETE FROM apps WHERE id = ? AND uid < (SELECT max(uid) FROM apps)
                AND NOT EXISTS (SELECT 1 FROM deployments WHERE app_id = apps.id)
            """, [app])
        return db.changesCount
    }

    /// Deployments whose lines are due, oldest first.
    /// - Parameter kept: how many keep their lines, besides the one whose container runs and the newest that failed; nil
    ///   keeps none.
    private static func lines(of app: Int64, beyond kept: Int?, _ db: Database) throws -> [Int64] {
        let wanted = """
            SELECT deployment_id FROM deployment_lines
            WHERE deployment_id IN (SELECT id FROM deployments WHERE app_id = :app)
            """
        guard let kept else {
            return try Int64.fetchAll(
                db.cachedStatement(sql: "\(wanted) ORDER BY deployment_id LIMIT \(piece)"), arguments: ["app": app])
        }
        return try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT * FROM (\(wanted) ORDER BY deployment_id DESC LIMIT -1 OFFSET :kept)
                    WHERE deployment_id NOT IN (
                        SELECT max(id) FROM deployments WHERE app_id = :app AND outcome IN ('succeeded', 'failed')
                        GROUP BY outcome
                    ) ORDER BY deployment_id LIMIT \(piece)
                    """), arguments: ["app": app, "kept": kept])
    }

    /// Finished deployments that are due, oldest first.
    private static func deployments(of app: Int64, _ retention: Retention, now: Date, _ db: Database) throws -> [Int64]
    {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    WITH recent (id, outcome, commit_id) AS (
                        SELECT id, outcome, commit_id FROM deployments WHERE app_id = :app
                        ORDER BY id DESC LIMIT \(recent)
                    ), needed (id) AS (
                        SELECT max(id) FROM deployments WHERE app_id = :app
                        UNION SELECT id FROM (
                            SELECT id FROM deployments WHERE app_id = :app AND outcome = 'succeeded'
                            ORDER BY id DESC LIMIT \(lastGood))
                        UNION SELECT id FROM (
                            SELECT max(id) AS id FROM recent WHERE outcome = 'succeeded'
                            GROUP BY commit_id ORDER BY id DESC LIMIT :commits)
                        UNION SELECT deployment_id FROM idempotency_keys
                    ), newest (id) AS (
                        SELECT id FROM deployments WHERE app_id = :app ORDER BY id DESC LIMIT :kept
                    )
                    SELECT id FROM deployments WHERE app_id = :app AND outcome IS NOT NULL
                        AND (started_at < :limit OR id NOT IN newest) AND id NOT IN needed
                    ORDER BY id LIMIT \(piece)
                    """),
            arguments: [
                "app": app, "kept": retention.deployments, "commits": Retention.commits,
                "limit": now.addingDays(-retention.deploymentDays),
            ])
    }

    private static func allDeployments(of app: Int64, _ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM deployments
                    WHERE app_id = ? AND id NOT IN (SELECT deployment_id FROM idempotency_keys) ORDER BY id LIMIT \(piece)
                    """), arguments: [app])
    }

    /// - Returns: how many of them were deleted in time; at least one.
    private static func delete(
        _ rows: [Int64], until end: ContinuousClock.Instant, _ body: (Int64) throws -> Void
    ) throws -> Int {
        for (count, row) in rows.enumerated() {
            if count > 0, ContinuousClock.now >= end { return count }
            try body(row)
        }
        return rows.count
    }
}

extension Date {
    fileprivate func addingDays(_ days: Int) -> Date { addingTimeInterval(86_400 * Double(days)) }
}
