import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct AuditChainTests {
    private let alice = Caller(user: "alice", role: .member, address: "192.0.2.1", request: "4a6f")
    private let store: SQLiteStore

    init() throws {
        store = try SQLiteStore(path: nil, box: SecretBox(), ports: 20_000...20_009)
        for number in 1...5 {
            let refusal = Refusal(action: "POST /api/apps", app: "app-\(number)", code: "role_too_low")
            try store.record(refusal, by: alice)
        }
    }

    @Test func anUntouchedLogIsIntact() throws {
        let last = try #require(try store.entries(AuditQuery(limit: 1)).first)
        #expect(try store.verify() == .intact(lines: 5, lastHash: last.hash))
    }

    @Test(arguments: [
        ("UPDATE audit SET actor = 'bob' WHERE sequence = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE sequence = 1", 1),
        ("UPDATE audit SET at = '2020-01-01T00:00:00Z' WHERE sequence = 5", 5),
        ("DELETE FROM audit WHERE sequence = 2", 3),
        ("DELETE FROM audit WHERE sequence = 1", 2),
        ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE sequence = 1) WHERE sequence = 4", 4),
        ("UPDATE audit SET sequence = sequence + 10 WHERE sequence = 5", 15),
        ("UPDATE audit SET actor = 'alic', address = 'e192.0.2.1' WHERE sequence = 2", 2),
        ("UPDATE audit SET request_id = 'beef' WHERE sequence = 3", 3),
        ("UPDATE audit SET request_id = NULL WHERE sequence = 4", 4),
        ("UPDATE audit SET detail = detail || '4:4a6f', request_id = NULL WHERE sequence = 5", 5),
    ])
    func aChangedLineIsFound(_ change: String, _ sequence: Int64) throws {
        try store.database.write { try $0.execute(sql: change) }
        #expect(try store.verify() == .broken(sequence: sequence))
    }

    @Test func aLineNamesTheRequestThatItCameFromWhereThereWasOne() throws {
        try store.record(Refusal(action: "GET /api/audit", app: "", code: "role_too_low"), by: .system)
        #expect(try store.entries(AuditQuery(limit: 2)).map(\.request) == [nil, "4a6f"])
        try store.database.write { try $0.execute(sql: "UPDATE audit SET request_id = 'beef' WHERE sequence = 6") }
        #expect(try store.verify() == .broken(sequence: 6))
    }

    @Test func linesAreFoundByWhoWhatAndWhere() throws {
        try store.record(
            Refusal(action: "GET /api/audit", app: "", code: "role_too_low"),
            by: Caller(user: "bob", role: .member, address: ""))
        #expect(try store.entries(AuditQuery(actor: "bob")).map(\.action) == ["GET /api/audit"])
        #expect(try store.entries(AuditQuery(app: "app-2")).map(\.sequence) == [2])
        #expect(try store.entries(AuditQuery(action: "POST /api/apps", before: 4, limit: 2)).map(\.sequence) == [3, 2])
    }
}
