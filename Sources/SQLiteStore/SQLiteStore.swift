package import Model
package import Ports
import FoundationEssentials
import GRDB

/// Stores apps, deployments and the audit log in one SQLite file.
///
/// Uses a single connection (`DatabaseQueue`): SQLite before 3.51.3 can corrupt a WAL database that two connections
/// checkpoint. `synchronous=FULL`: an acknowledged write survives a power failure.
package final class SQLiteStore: AppStore {
    package let installation: String
    let database: DatabaseQueue
    private let box: SecretBox
    let chain: AuditChain
    private let ports: ClosedRange<UInt16>
    private let networks: Int

    /// - Parameters:
    ///   - path: the file, created if missing; nil for an in-memory database.
    ///   - box: encrypts secrets; must always be the same for the same file.
    ///   - ports: host ports to assign to apps.
    ///   - networks: how many apps there are addresses for.
    /// - Throws: ``NewerSchema``, or SQLite's errors.
    package init(path: String?, box: SecretBox, ports: ClosedRange<UInt16>, networks: Int = .max) throws {
        self.box = box
        chain = AuditChain(box)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        database =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue(configuration: configuration)
        self.ports = ports
        self.networks = networks
        try Self.requireSound(database, at: path)
        let migrator = Schema.migrator(chain)
        // Migrations are one-way: this version would misread a newer version's data.
        guard try !database.read(migrator.hasBeenSuperseded) else { throw NewerSchema() }
        try migrator.migrate(database)
        installation = try database.read { try String.fetchOne($0, sql: "SELECT id FROM installation") ?? "" }
    }

    // MARK: - Reading

    package func apps() throws -> [App] {
        try read { db in
            try AppRecord.filter(sql: "removed_at IS NULL").order(sql: "id").fetchAll(db).map { try app($0, db) }
        }
    }

    package func deployments(of app: Int64, limit: Int) throws -> [Deployment] {
        try read { db in
            try DeploymentRecord.filter(sql: "app_id = ?", arguments: [app]).order(sql: "id DESC").limit(limit)
                .fetchAll(db).map { try $0.deployment() }
        }
    }

    package func deployment(_ id: Int64, of app: Int64) throws -> Deployment? {
        try read { db in
            try DeploymentRecord.filter(sql: "id = ? AND app_id = ?", arguments: [id, app]).fetchOne(db)?.deployment()
        }
    }

    package func lastGoodDeployment(of app: Int64) throws -> Deployment? {
        try read { db in
            try DeploymentRecord.filter(sql: "app_id = ? AND outcome = 'succeeded'", arguments: [app])
                .order(sql: "id DESC").fetchOne(db)?.deployment()
        }
    }

    package func keptLines(of deployment: Int64) throws -> KeptLines {
        let row = try read { db in
            try Row.fetchOne(
                db, sql: "SELECT lines, run_lines FROM deployment_lines WHERE deployment_id = ?",
                arguments: [deployment])
        }
        let read = { (json: String?) in
            try json.map { try JSONDecoder().decode([LogLine].self, from: Data($0.utf8)) } ?? []
        }
        return KeptLines(deployment: try read(row?["lines"]), run: try read(row?["run_lines"]))
    }

    // MARK: - Writing

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try write { db in
            if let key, let earlier = try earlier(key, request, by: caller, db) { return earlier }
            guard
                try AppRecord.filter(sql: "name = ? AND removed_at IS NULL", arguments: [request.name.rawValue])
                    .isEmpty(db)
            else { throw StoreError.nameTaken }
            guard try AppRecord.filter(sql: "removed_at IS NULL").fetchCount(db) < networks else {
                throw StoreError.noFreeNetwork
            }

            var app = AppRecord(
                request, owner: caller.user, uid: try Self.nextUID(db), hostPort: try freePort(db, after: nil), at: .now
            )
            try app.insert(db)
            try AppSecrets.replace(with: request.settings, retired: [], of: db.lastInsertedRowID, box, db)
            let added = try self.app(app, db)
            let settings = JSONText.encode(SettingsChange(from: nil, to: request.settings))
            let deployment = try self.open(Opening(.onboard, of: added), by: caller, detail: settings, db)
            if let key {
                try IdempotencyRecord(
                    actor: caller.user, key: key.rawValue, request: IdempotencyRecord.fingerprint(of: request, box),
                    deploymentId: deployment.id, createdAt: .now
                ).insert(db)
            }
            return AddedApp(app: added, deployment: deployment, isNew: true)
        }
    }

    package func open(_ openings: [Opening], by caller: Caller) throws -> [Deployment] {
        try write { db in
            try openings.map { opening in
                try AppRecord(opening.app).update(db)
                let detail = opening.target.map { JSONText.encode(["commit": $0.rawValue]) }
                return try self.open(opening, by: caller, detail: detail ?? "{}", db)
            }
        }
    }

    package func save(_ app: App, asked action: String, by caller: Caller) throws {
        try write { db in
            try AppRecord(app).update(db)
            try chain.append(AuditDraft(action: action, app: app.name.rawValue), by: caller, db)
        }
    }

    package func saveSettings(of app: App, before: AppSettings, by caller: Caller) throws {
        let change = JSONText.encode(SettingsChange(from: before, to: app.settings))
        try write { db in
            try AppRecord(app).update(db)
            try AppSecrets.replace(with: app.settings, retired: app.retiredSecrets, of: app.id, box, db)
            try chain.append(
                AuditDraft(action: "change", app: app.name.rawValue, detail: change), by: caller, db)
        }
    }

    package func save(_ apps: [App]) throws {
        try write { db in
            for app in apps { try AppRecord(app).update(db) }
        }
    }

    package func save(_ app: App, _ deployment: Deployment) throws {
        try write { db in
            try AppRecord(app).update(db)
            try DeploymentRecord(deployment).update(db)
        }
    }

    package func saveQueue(
        _ deployments: [Deployment], moving app: App, to position: Int, by caller: Caller
    ) throws {
        let detail = JSONText.encode(["position": position])
        try write { db in
            for deployment in deployments { try DeploymentRecord(deployment).update(db) }
            try chain.append(AuditDraft(action: "line", app: app.name.rawValue, detail: detail), by: caller, db)
        }
    }

    package func close(_ deployment: Deployment, of app: App, lines: [LogLine]) throws {
        let json = String(decoding: try JSONEncoder().encode(lines), as: UTF8.self)
        try write { db in
            try AppRecord(app).update(db)
            try DeploymentRecord(deployment).update(db)
            if app.retiredSecrets.isEmpty { try AppSecrets.forgetRetired(of: app.id, db) }
            try db.execute(
                sql: "INSERT OR REPLACE INTO deployment_lines (deployment_id, lines) VALUES (?, ?)",
                arguments: [deployment.id, json])
        }
    }

    package func endRun(of deployment: Deployment, lines: [LogLine]) throws {
        let json = String(decoding: try JSONEncoder().encode(lines), as: UTF8.self)
        try write { db in
            try DeploymentRecord(deployment).update(db)
            try db.execute(
                sql: "UPDATE deployment_lines SET run_lines = ? WHERE deployment_id = ?",
                arguments: [json, deployment.id])
        }
    }

    package func leaseAnotherPort(for app: App) throws -> UInt16 {
        try write { db in
            let port = try freePort(db, after: app.hostPort)
            try db.execute(sql: "UPDATE apps SET host_port = ? WHERE id = ?", arguments: [Int(port), app.id])
            return port
        }
    }

    package func remove(_ app: App, receipt: RemovalReceipt, by caller: Caller) throws {
        let detail = JSONText.encode(receipt)
        try write { db in
            var record = AppRecord(app)
            record.removedAt = .now
            try record.update(db)
            try AppSecrets.delete(of: app.id, db)
            try chain.append(
                AuditDraft(action: "removed", app: app.name.rawValue, detail: detail), by: caller, db)
        }
    }

    // MARK: - Inside a transaction

    private func app(_ record: AppRecord, _ db: Database) throws -> App {
        try record.app(try AppSecrets(of: record.id ?? 0, box, db))
    }

    private func open(
        _ opening: Opening, by caller: Caller, detail: String, _ db: Database
    ) throws -> Deployment {
        var deployment = DeploymentRecord(opening, by: caller, at: .now)
        try deployment.insert(db)
        try chain.append(
            AuditDraft(action: deployment.reason, app: opening.app.name.rawValue, detail: detail), by: caller, db)
        return try deployment.deployment()
    }

    private func earlier(
        _ key: IdempotencyKey, _ request: NewApp, by caller: Caller, _ db: Database
    ) throws -> AddedApp? {
        let known = try IdempotencyRecord.filter(
            sql: "actor = ? AND key = ?", arguments: [caller.user, key.rawValue]
        ).fetchOne(db)
        guard let known else { return nil }
        guard known.request == IdempotencyRecord.fingerprint(of: request, box),
            let deployment = try DeploymentRecord.fetchOne(db, key: known.deploymentId)?.deployment(),
            // The name of a removed app may belong to another one now.
            let record = try AppRecord.fetchOne(db, key: deployment.appID), record.removedAt == nil
        else { throw StoreError.idempotencyKeyReused }
        return AddedApp(app: try app(record, db), deployment: deployment, isNew: false)
    }

    /// One above the highest ID ever assigned. The first ID is random, so that two installations on one host do not
    /// share user IDs and take each other's workspaces for their own.
    private static func nextUID(_ db: Database) throws -> Int {
        if let highest = try Int.fetchOne(db, sql: "SELECT max(uid) FROM apps") { return highest + 1 }
        return UserBlock.first + Int.random(in: 0..<10_000) * UserBlock.width
    }

    /// The lowest unassigned port above `port`, or else the lowest in the range.
    private func freePort(_ db: Database, after port: UInt16?) throws -> UInt16 {
        let above = try lowestFreePort(db, from: port.map { Int($0) + 1 } ?? Int(ports.lowerBound))
        guard let free = try above ?? lowestFreePort(db, from: Int(ports.lowerBound)) else {
            throw StoreError.noFreePort
        }
        return free
    }

    /// Candidates are the first port and each port after an assigned one.
    private func lowestFreePort(_ db: Database, from first: Int) throws -> UInt16? {
        try UInt16.fetchOne(
            db,
            sql: """
                SELECT candidate FROM (
                    SELECT :first AS candidate
                    UNION ALL
                    SELECT host_port + 1 FROM apps WHERE removed_at IS NULL AND host_port >= :first
                )
                WHERE candidate <= :last
                    AND NOT EXISTS (SELECT 1 FROM apps WHERE removed_at IS NULL AND host_port = candidate)
                ORDER BY candidate LIMIT 1
                """,
            arguments: ["first": first, "last": Int(ports.upperBound)])
    }
}
