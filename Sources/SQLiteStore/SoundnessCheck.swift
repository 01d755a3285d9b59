import GRDB

/// Looks for damage in the database file, with SQLite's `quick_check`.
///
/// It reads every page, which takes a second or more for a gigabyte. So the tables that the service reads before it works
/// are checked before it starts, and the whole file on a connection of its own while the service runs. That connection
/// only reads, so it never checkpoints (``SQLiteStore`` explains why only one may), and no writer waits for it.
enum SoundnessCheck {
    /// Tables that may be large, and are only appended to and shown.
    private static let later = "name = 'audit' OR name = 'deployment_lines' OR name LIKE 'usage\\_%' ESCAPE '\\'"

    /// - Throws: ``DamagedDatabase``.
    static func requireSoundStart(_ database: DatabaseQueue, at path: String?) throws {
        try require(at: path) {
            try database.read { db in
                let tables = try String.fetchAll(
                    db,
                    sql: """
                        SELECT name FROM sqlite_schema
                        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT (\(later))
                        """)
                return try tables.lazy.map { table in
                    try String.fetchOne(db, sql: "PRAGMA quick_check(\(table.quotedDatabaseIdentifier))") ?? "no answer"
                }.first { $0 != "ok" } ?? "ok"
            }
        }
    }

    /// - Throws: ``DamagedDatabase``.
    static func requireSound(at path: String) throws {
        try require(at: path) {
            var configuration = Configuration()
            configuration.readonly = true
            return try DatabaseQueue(path: path, configuration: configuration).read {
                try String.fetchOne($0, sql: "PRAGMA quick_check(1)") ?? "no answer"
            }
        }
    }

    private static func require(at path: String?, _ check: () throws -> String) throws {
        let verdict: String
        do {
            verdict = try check()
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            verdict = error.message ?? "\(error.resultCode)"
        }
        guard verdict == "ok" else { throw DamagedDatabase(path: path ?? "memory", verdict: verdict) }
    }
}
