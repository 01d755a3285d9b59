import Model
import Ports
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

    /// SQL of all schema objects, and the applied migrations.
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
        // The fourth migration adds this column after five others.
        try database.write { try $0.execute(sql: #"ALTER TABLE apps ADD COLUMN "release" TEXT"#) }
        let before = try shape(database)

        #expect(throws: DatabaseError.self) { try store() }
        #expect(try shape(database) == before)

        try database.write { try $0.execute(sql: #"ALTER TABLE apps DROP COLUMN "release""#) }
        _ = try store()
        #expect(try database.read(migrator.hasCompletedMigrations))
    }

    @Test func usageFromBeforeItWasStoredByTimeIsKept() throws {
        defer { removeFiles() }
        let database = try DatabaseQueue(path: path)
        try Schema.migrator(AuditChain(box)).migrate(database, upTo: "11 builds")
        let hour = 490_000
        try database.write { db in
            for (tier, at) in [(0, 360 * hour + 1), (1, 60 * (hour - 1)), (2, hour - 2)] {
                for app in [0, 7] {
                    try db.execute(
                        sql: "INSERT INTO usage VALUES (?, ?, ?, 500, 1, 2, 3, 4, 5, 6, 10, 0)",
                        arguments: [app, tier, at])
                }
            }
        }
        let now = 3600 * hour + 20
        #expect(try store().total(of: 7, since: 0, now: now).gpuSeconds == 30)
        let newest = try store().series(of: 7, UsageWindow(.hour, now: now + 3)).last
        #expect(
            newest
                == UsageSample(
                    cpu: 500, memory: 1, disk: 2, receive: 3, send: 4, gpu: 5, gpuMemory: 6, gpuSeconds: 10,
                    gpuIdleSeconds: 0))
    }

    @Test func anAuditLogFromBeforeTheChainBecomesOne() throws {
        defer { removeFiles() }
        let database = try DatabaseQueue(path: path)
        try Schema.migrator(AuditChain(box)).migrate(database, upTo: "1 apps, deployments, audit")
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO audit (at, actor, address, action, app, detail)
                    VALUES ('2026-11-01 10:00:00.000', 'alice', '192.0.2.1', 'onboard', 'demo', '{}')
                    """)
        }
        let store = try store()
        let line = try #require(try store.entries(AuditQuery()).first)
        #expect(try store.verify() == .intact(lines: 1, lastHash: line.hash))
        #expect(line.actor == "alice" && line.request == nil)
    }

    @Test func anAuditLogFromBeforeRequestsWereNamedHoldsAndGoesOn() throws {
        defer { removeFiles() }
        let key = path + ".key"
        try Data(repeating: 7, count: 32).write(to: URL(filePath: key))
        defer { try? FileManager.default.removeItem(atPath: key) }
        let box = try SecretBox(keyFile: key)
        let database = try DatabaseQueue(path: path)
        try Schema.migrator(AuditChain(box)).migrate(database, upTo: "7 request ids")
        // Hashes computed independently, by that version's rule.
        let codes = [
            "257dc15ee51eec5f8b906695f301a1bd55716a2ec0f5f98aad910404d2d4427c",
            "66836f6f73f6c00060826ae46bc6da72363bff82158ac0c31be8371c4fde6f12",
        ]
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO audit (sequence, at, actor, address, action, app, outcome, detail, hash) VALUES
                    (1, '2026-11-01T10:00:00Z', 'alice', '192.0.2.1', 'onboard', 'demo', 'done', '{}', ?),
                    (2, '2026-11-01T11:00:00Z', 'system', '', 'start', 'demo', 'done', '{}', ?)
                    """, arguments: StatementArguments(codes))
        }
        let store = try SQLiteStore(path: path, box: box, ports: 20_000...20_009)
        #expect(try store.verify() == .intact(lines: 2, lastHash: codes[1]))

        let alice = Caller(user: "alice", role: .member, address: "192.0.2.1", request: "4a6f")
        try store.record(Refusal(action: "GET /api/audit", app: "", code: "role_too_low"), by: alice)
        let newest = try #require(try store.entries(AuditQuery(limit: 1)).first)
        #expect(newest.request == "4a6f")
        #expect(try store.verify() == .intact(lines: 3, lastHash: newest.hash))
    }
}
