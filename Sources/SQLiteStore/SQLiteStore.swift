package import Model
package import Ports
import FoundationEssentials
import GRDB

/// Stores apps, deployments and the audit log in one SQLite file.
///
/// Uses a single connection (`DatabaseQueue`): SQLite before 3.51.3 can corrupt a WAL database that two connections
/// checkpoint. With `synchronous=FULL` an acknowledged write survives a power failure; what a restart finds out again is
/// written without a sync.
package final class SQLiteStore: AppStore {
    package let installation: String
    /// nil for an in-memory database.
    let path: String?
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
        self.path = path
        self.box = box
        chain = AuditChain(box)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busyTimeout)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        database =
            try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
            ?? DatabaseQueue(configuration: configuration)
        self.ports = ports
        self.networks = networks
        try SoundnessCheck.requireSoundStart(database, at: path)
        let migrator = Schema.migrator(chain)
        // Migrations are one-way: this version would misread a newer version's data.
        guard try !database.read(migrator.hasBeenSuperseded) else { throw NewerSchema() }
        try migrator.migrate(database)
        installation = try database.read { try String.fetchOne($0, sql: "SELECT id FROM installation") ?? "" }
    }

    package func apps() throws -> [App] {
        try read { db in
            try AppRecord.filter(sql: "removed_at IS NULL").order(sql: "id").fetchAll(db).map { try $0.app(box, db) }
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
        try read { try DeploymentRecord.lastGood(of: app, $0)?.deployment() }
    }

    package func deployedCommits(of app: Int64) throws -> [CommitID] {
        let sql = "SELECT DISTINCT commit_id FROM deployments WHERE app_id = ? AND commit_id IS NOT NULL"
        return try read { try String.fetchAll($0, sql: sql, arguments: [app]) }.compactMap(CommitID.init)
    }

    package func keptLines(of deployment: Int64) throws -> KeptLines {
        let row = try read { db in
            try Row.fetchOne(
                db, sql: "SELECT lines, run_lines FROM deployment_lines WHERE deployment_id = ?",
                arguments: [deployment])
        }
        return KeptLines(
            deployment: try LinesColumn.lines(row?["lines"]), run: try LinesColumn.lines(row?["run_lines"]))
    }

    package func transaction<Value>(synced: Bool, _ body: (any AppTransaction) throws -> Value) throws -> Value {
        try write(synced: synced) { db in
            try body(SQLiteTransaction(db: db, box: box, chain: chain, ports: ports, networks: networks))
        }
    }
}
