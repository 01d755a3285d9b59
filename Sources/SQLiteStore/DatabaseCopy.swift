package import Model
package import Ports
import GRDB
import Glibc

/// Copies the database for backups with SQLite's online backup API.
///
/// Opens the service's file read-only: only one connection writes and checkpoints (see ``SQLiteStore``). A reader of a
/// WAL database sees a consistent snapshot while the service keeps writing.
package struct DatabaseCopy: DatabaseCopies {
    package init() {}

    package func copy(_ database: String, to copy: String) throws(BackupFailure) -> DatabaseContents {
        do {
            let target = try DatabaseQueue(path: copy)
            try Self.reader(database).backup(to: target)
            // The copy is marked as a WAL database, which would require a `-wal` file beside it.
            try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try target.close()
        } catch {
            throw BackupFailure(
                code: "database_unreadable", message: "\(database) could not be copied: \(error).",
                hint: "Check paths.state, its permissions and its free disk space.")
        }
        return try inspect(copy)
    }

    package func inspect(_ copy: String) throws(BackupFailure) -> DatabaseContents {
        try Self.requireWhole(copy)
        return try Self.reading(copy) { db in
            guard try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"] else {
                throw BackupFailure.damaged("the database fails SQLite's integrity check")
            }
            let migrator = Schema.migrator(AuditChain(SecretBox()))
            guard try !migrator.hasBeenSuperseded(db) else {
                throw BackupFailure(
                    code: "archive_newer", message: "The backup is from a newer version of dcc.",
                    hint: "Install that version, or restore an older backup.")
            }
            return try Self.contents(db, schema: migrator.completedMigrations(db).last ?? "")
        }
    }

    /// Contents of a running service's database, without the full integrity check.
    package func summary(_ database: String) throws(BackupFailure) -> DatabaseContents {
        try Self.reading(database) { db in
            try Self.contents(db, schema: Schema.migrator(AuditChain(SecretBox())).completedMigrations(db).last ?? "")
        }
    }

    package func update(_ copy: String, key: String) throws(BackupFailure) {
        do {
            let chain = AuditChain(try SecretBox(keyFile: key))
            let queue = try DatabaseQueue(path: copy)
            try Schema.migrator(chain).migrate(queue)
            guard case .intact = try queue.read({ try chain.verify($0) }) else {
                throw BackupFailure.damaged("its audit log's hash chain does not match its key")
            }
            try queue.close()
        } catch let failure as BackupFailure {
            throw failure
        } catch {
            throw .damaged("the database could not be migrated to this version: \(error)")
        }
    }

    package func recordRestored(
        _ app: DatabaseContents.App, snapshot: String, restore: String, in database: String, key: String
    ) throws(BackupFailure) {
        do {
            let chain = AuditChain(try SecretBox(keyFile: key))
            let queue = try DatabaseQueue(path: database)
            let detail = JSONText.encode(["commit": app.commit ?? "", "restore": restore, "snapshot": snapshot])
            try queue.write { db in
                let isNoted = try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM audit WHERE app = ? AND action = 'restore' AND detail = ?)",
                    arguments: [app.name, detail])
                guard isNoted == false else { return }
                try db.execute(
                    sql: "UPDATE apps SET commit_id = ? WHERE name = ? AND removed_at IS NULL",
                    arguments: [app.commit, app.name])
                try chain.append(AuditDraft(action: "restore", app: app.name, detail: detail), by: .system, db)
            }
            try queue.close()
        } catch {
            throw BackupFailure(
                code: "database_unwritable",
                message: "The files were restored, but the audit entry could not be written: \(error).",
                hint: "Redeploy the app so that its commit is shown again.")
        }
    }

    // MARK: - Parts

    private static func reader(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func reading<Result>(
        _ path: String, _ body: (Database) throws -> Result
    ) throws(BackupFailure) -> Result {
        do {
            return try reader(path).read(body)
        } catch let failure as BackupFailure {
            throw failure
        } catch {
            throw .damaged("the database cannot be read: \(error)")
        }
    }

    /// Bytes 18 and 19 of the header mark a WAL database (SQLite file format, section 1.3). Such a copy was not made by
    /// us and lacks the latest writes.
    private static func requireWhole(_ path: String) throws(BackupFailure) {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 20)
        guard read(descriptor, &header, header.count) == header.count, header.starts(with: "SQLite format 3\0".utf8)
        else {
            throw .damaged("it is not an SQLite database")
        }
        guard header[18] == 1, header[19] == 1 else {
            throw BackupFailure(
                code: "archive_incomplete", message: "The backup's database was copied without its -wal file.",
                hint: "Restore a backup created by dcc.")
        }
    }

    private static func contents(_ db: Database, schema: String) throws -> DatabaseContents {
        let rows = try Row.fetchAll(
            db, sql: "SELECT name, uid, commit_id, state FROM apps WHERE removed_at IS NULL ORDER BY name")
        return DatabaseContents(
            installation: try String.fetchOne(db, sql: "SELECT id FROM installation") ?? "", schema: schema,
            apps: rows.map { row in
                DatabaseContents.App(
                    name: row["name"], uid: row["uid"], commit: row["commit_id"], state: row["state"])
            })
    }
}

extension BackupFailure {
    static func damaged(_ what: String) -> BackupFailure {
        BackupFailure(
            code: "archive_damaged", message: "The backup is damaged: \(what).", hint: "Restore another backup.")
    }
}
