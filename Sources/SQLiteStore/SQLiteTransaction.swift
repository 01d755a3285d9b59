import Model
import Ports
import FoundationEssentials
import GRDB

/// One transaction of the ``SQLiteStore``.
struct SQLiteTransaction: AppTransaction {
    let db: Database
    let box: SecretBox
    let chain: AuditChain
    /// Host ports to assign to apps.
    let ports: ClosedRange<UInt16>
    /// How many apps there are addresses for.
    let networks: Int

    func change<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try SQLiteStore.inOurWords {
                var value: Value?
                try db.inSavepoint {
                    value = try body()
                    return .commit
                }
                return value!
            }
        } catch  where db.isInsideTransaction {
            throw error
        } catch {
            throw TransactionLost(cause: error)
        }
    }

    func lastGoodDeployment(of app: Int64) throws -> Deployment? {
        try DeploymentRecord.lastGood(of: app, db)?.deployment()
    }

    func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        if let key, let earlier = try earlier(key, request, by: caller) { return earlier }
        let named = "SELECT count(*) FROM apps WHERE name = ? AND removed_at IS NULL"
        guard try db.number(named, [request.name.rawValue]) == 0 else { throw StoreError.nameTaken }
        guard try db.number("SELECT count(*) FROM apps WHERE removed_at IS NULL") ?? 0 < networks else {
            throw StoreError.noFreeNetwork
        }

        var app = AppRecord(
            request, owner: caller.user, uid: try nextUID(), hostPort: try freePort(after: nil), at: .now
        )
        try app.insert(db)
        try AppSecrets.replace(with: request.settings, retired: [], of: db.lastInsertedRowID, box, db)
        let added = try app.app(box, db)
        let settings = JSONText.encode(SettingsChange(from: nil, to: request.settings))
        let deployment = try self.open(Opening(.onboard, of: added), by: caller, detail: settings)
        if let key {
            try IdempotencyRecord(
                actor: caller.user, key: key.rawValue, request: IdempotencyRecord.fingerprint(of: request, box),
                deploymentId: deployment.id, createdAt: .now
            ).insert(db)
        }
        return AddedApp(app: added, deployment: deployment, isNew: true)
    }

    func open(_ openings: [Opening], by caller: Caller) throws -> [Deployment] {
        try openings.map { opening in
            try AppRecord(opening.app).update(db)
            let detail = opening.target.map { JSONText.encode(["commit": $0.rawValue]) }
            return try self.open(opening, by: caller, detail: detail ?? "{}")
        }
    }

    func save(_ app: App, asked action: String, by caller: Caller) throws {
        try AppRecord(app).update(db)
        try chain.append(AuditDraft(action: action, app: app.name.rawValue), by: caller, db)
    }

    func saveSettings(of app: App, before: AppSettings, by caller: Caller) throws {
        let change = JSONText.encode(SettingsChange(from: before, to: app.settings))
        try AppRecord(app).update(db)
        try AppSecrets.replace(with: app.settings, retired: app.retiredSecrets, of: app.id, box, db)
        try chain.append(
            AuditDraft(action: "change", app: app.name.rawValue, detail: change), by: caller, db)
    }

    func save(_ app: App) throws {
        try AppRecord(app).update(db)
    }

    func save(_ app: App, _ deployment: Deployment) throws {
        try AppRecord(app).update(db)
        try DeploymentRecord(deployment).update(db)
    }

    func saveQueue(
        _ deployments: [Deployment], moving app: App, to position: Int, by caller: Caller
    ) throws {
        let detail = JSONText.encode(["position": position])
        for deployment in deployments { try DeploymentRecord(deployment).update(db) }
        try chain.append(AuditDraft(action: "line", app: app.name.rawValue, detail: detail), by: caller, db)
    }

    func close(_ deployment: Deployment, of app: App, lines: [LogLine]) throws {
        let json = try LinesColumn.json(lines)
        try AppRecord(app).update(db)
        try DeploymentRecord(deployment).update(db)
        if app.retiredSecrets.isEmpty { try AppSecrets.forgetRetired(of: app.id, db) }
        try db.execute(
            sql: "INSERT OR REPLACE INTO deployment_lines (deployment_id, lines) VALUES (?, ?)",
            arguments: [deployment.id, json])
    }

    func endRun(of deployment: Deployment, lines: [LogLine]) throws {
        let json = try LinesColumn.json(lines)
        try DeploymentRecord(deployment).update(db)
        try db.execute(
            sql: "UPDATE deployment_lines SET run_lines = ? WHERE deployment_id = ?",
            arguments: [json, deployment.id])
    }

    func leaseAnotherPort(for app: App) throws -> UInt16 {
        let port = try freePort(after: app.hostPort)
        try db.execute(sql: "UPDATE apps SET host_port = ? WHERE id = ?", arguments: [Int(port), app.id])
        return port
    }

    func remove(_ app: App, receipt: RemovalReceipt, by caller: Caller) throws {
        let detail = JSONText.encode(receipt)
        var record = AppRecord(app)
        record.removedAt = .now
        try record.update(db)
        try AppSecrets.delete(of: app.id, db)
        try chain.append(
            AuditDraft(action: "removed", app: app.name.rawValue, detail: detail), by: caller, db)
    }

    private func open(
        _ opening: Opening, by caller: Caller, detail: String
    ) throws -> Deployment {
        var deployment = DeploymentRecord(opening, by: caller, at: .now)
        try deployment.insert(db)
        try chain.append(
            AuditDraft(action: deployment.reason, app: opening.app.name.rawValue, detail: detail), by: caller, db)
        return try deployment.deployment()
    }

    private func earlier(
        _ key: IdempotencyKey, _ request: NewApp, by caller: Caller
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
        return AddedApp(app: try record.app(box, db), deployment: deployment, isNew: false)
    }

    /// One above the highest ID ever assigned. The first ID is random, so that two installations on one host do not
    /// share user IDs and take each other's workspaces for their own.
    private func nextUID() throws -> Int {
        if let highest = try db.number("SELECT max(uid) FROM apps") { return highest + 1 }
        return UserBlock.first + Int.random(in: 0..<10_000) * UserBlock.width
    }

    /// The lowest unassigned port above `port`, or else the lowest in the range.
    private func freePort(after port: UInt16?) throws -> UInt16 {
        let above = try lowestFreePort(from: port.map { Int($0) + 1 } ?? Int(ports.lowerBound))
        guard let free = try above ?? lowestFreePort(from: Int(ports.lowerBound)) else {
            throw StoreError.noFreePort
        }
        return free
    }

    /// Walks the assigned ports in order, up to the first gap.
    private func lowestFreePort(from first: Int) throws -> UInt16? {
        var free = first
        let assigned = try Int.fetchCursor(
            db.cachedStatement(
                sql: "SELECT host_port FROM apps WHERE removed_at IS NULL AND host_port >= ? ORDER BY host_port"),
            arguments: [first])
        while let port = try assigned.next(), port == free { free += 1 }
        return free <= ports.upperBound ? UInt16(free) : nil
    }
}
