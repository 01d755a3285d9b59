import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite final class DatabaseCopyTests {
    private let folder = NSTemporaryDirectory() + "dcc-copy-\(UUID())"
    private let copies = DatabaseCopy()
    private var database: String { folder + "/dcc.db" }
    private var key: String { folder + "/secrets.key" }
    private var copy: String { folder + "/copy.db" }

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func store() throws -> SQLiteStore {
        try SQLiteStore(path: database, box: try SecretBox(keyFile: key), ports: 20_000...20_010)
    }

    private func refused(_ work: () throws -> Void) -> String? {
        #expect(throws: BackupFailure.self, performing: work)?.code
    }

    @Test func aCopyHoldsWhatIsStillInTheWal() throws {
        let store = try store()
        try store.record(Refusal(action: "newest", app: "", code: "x"), by: .system)
        let contents = try copies.copy(database, to: copy)
        #expect(contents.installation == store.installation)
        try copies.update(copy, key: key)
        let entries = try SQLiteStore(path: copy, box: try SecretBox(keyFile: key), ports: 20_000...20_010)
            .entries(AuditQuery())
        #expect(entries.map(\.action) == ["newest"])
        // The service keeps writing.
        try store.record(Refusal(action: "later", app: "", code: "x"), by: .system)
    }

    @Test("archive-019: a plain file copy of a WAL database lacks the latest writes")
    func aCopyWithoutItsWalIsRefused() throws {
        let store = try store()
        try store.record(Refusal(action: "newest", app: "", code: "x"), by: .system)
        try FileManager.default.copyItem(atPath: database, toPath: copy)
        #expect(refused { _ = try copies.inspect(copy) } == "archive_incomplete")
    }

    @Test("archive-016: an older schema is migrated to the current one", arguments: [1, 2])
    func anOlderSchemaIsAccepted(_ back: Int) throws {
        let migrator = Schema.migrator(AuditChain(try SecretBox(keyFile: key)))
        let older = migrator.migrations[migrator.migrations.count - 1 - back]
        try migrator.migrate(try DatabaseQueue(path: copy), upTo: older)
        #expect(try copies.inspect(copy).schema == older)
        try copies.update(copy, key: key)
        #expect(try copies.inspect(copy).schema == migrator.migrations.last)
    }

    @Test func aNewerSchemaIsRefused() throws {
        _ = try store()
        _ = try copies.copy(database, to: copy)
        try DatabaseQueue(path: copy).write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')")
        }
        #expect(refused { _ = try copies.inspect(copy) } == "archive_newer")
    }

    @Test func aFlippedPageOrAnotherKeyIsRefused() throws {
        try store().record(Refusal(action: "newest", app: "", code: "x"), by: .system)
        _ = try copies.copy(database, to: copy)
        let other = folder + "/other.key"
        _ = try SecretBox(keyFile: other)
        #expect(refused { try copies.update(copy, key: other) } == "archive_damaged")
        try Data("nothing of ours, but longer than a header".utf8).write(to: URL(filePath: copy))
        #expect(refused { _ = try copies.inspect(copy) } == "archive_damaged")
    }
}
