import ControlCenter
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct SchemaTests {
    private let path = NSTemporaryDirectory() + "dcc-schema-\(UUID().uuidString).db"
    private let box = SecretBox()

    private func store() throws -> SQLiteStore {
        try SQLiteStore(path: path, box: box, ports: 20_000...20_009)
    }

    /// Everything that was created, and the migrations that are said to be done.
    private func shape(_ database: DatabaseQueue) throws -> [String] {
        try database.read { db in
            try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
                + String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
        }
    }

    private func removeFiles() {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    @Test func aDatabaseThatANewerVersionChangedIsRefusedAndLeftAsItIs() throws {
        defer { removeFiles() }
        _ = try store()
        let database = try DatabaseQueue(path: path)
        var newer = Schema.migrator(AuditChain(box))
        newer.registerMigration("from the future") { db in
            try db.execute(sql: "ALTER TABLE apps ADD COLUMN colour TEXT NOT NULL DEFAULT 'green'")
        }
        try newer.migrate(database)
        let before = try shape(database)

        let refusal = #expect(throws: NewerSchema.self) { try store() }
        #expect(refusal?.description.contains("newer version of dcc") == true)
        #expect(try shape(database) == before)
    }

    @Test func aMigrationThatFailsHalfWayLeavesNothingAndIsTriedAgain() throws {
        defer { removeFiles() }
        let database = try DatabaseQueue(path: path)
        let migrator = Schema.migrator(AuditChain(box))
        try migrator.migrate(database, upTo: "3 steps, rollback, runs")
        // The fourth adds this one after five others.
        try database.write { try $0.execute(sql: #"ALTER TABLE apps ADD COLUMN "release" TEXT"#) }
        let before = try shape(database)

        #expect(throws: DatabaseError.self) { try store() }
        #expect(try shape(database) == before)

        try database.write { try $0.execute(sql: #"ALTER TABLE apps DROP COLUMN "release""#) }
        _ = try store()
        #expect(try database.read(migrator.hasCompletedMigrations))
    }
}
