import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct AuditAnchorTests {
    private let store: SQLiteStore
    private let later = Date.now.addingTimeInterval(10 * 86_400)

    /// Nine lines, the first five of which are removed.
    init() throws {
        store = try SQLiteStore(path: nil, box: SecretBox(), ports: 20_000...20_009)
        try write(1...5)
        try sql("UPDATE audit SET at = '2020-01-01T00:00:00Z'")
        try store.database.write { try store.chain.link($0) }
        try write(6...9)
    }

    private func write(_ numbers: ClosedRange<Int>) throws {
        for number in numbers {
            try store.record(Refusal(action: "POST", app: "app-\(number)", code: "role_too_low"), by: .system)
        }
    }

    private func sql(_ text: String) throws { try store.database.write { try $0.execute(sql: text) } }

    private func expire(days: Int? = 5, at now: Date = .now) throws {
        while try store.expire(.auditLog, under: Retention.test(auditDays: days), now: now) > 0 {}
    }

    private func numbers() throws -> [Int64] { try store.entries(AuditQuery()).map(\.sequence).reversed() }

    @Test func aLogWhoseBeginningWasRemovedIsIntactAndGoesOn() throws {
        let fifth = try #require(try store.entries(AuditQuery(before: 6)).first)
        try expire()
        #expect(try numbers() == [6, 7, 8, 9])
        #expect(try store.anchor() == AuditAnchor(sequence: 5, at: fifth.at, hash: fifth.hash))
        try write(10...10)
        let newest = try #require(try store.entries(AuditQuery()).first)
        #expect(newest.sequence == 10)
        #expect(try store.verify() == .intact(lines: 5, lastHash: newest.hash, removed: 5))
        // The anchor moves on.
        try expire(at: later)
        #expect(try numbers() == [10] && store.anchor()?.sequence == 9)
        #expect(try store.verify() == .intact(lines: 1, lastHash: newest.hash, removed: 9))
    }

    @Test func theNewestLineStays() throws {
        try expire(at: later)
        #expect(try numbers() == [9])
    }

    @Test func nothingIsRemovedWhereAllIsKept() throws {
        try expire(days: nil, at: later)
        #expect(try numbers() == Array(1...9) && store.anchor() == nil)
    }

    @Test(
        arguments: [
            ("DELETE FROM audit_anchor", .broken(sequence: 6)),
            ("DROP TABLE audit_anchor", .broken(sequence: 6)),
            ("UPDATE audit_anchor SET sequence = 4", .forgedAnchor),
            ("UPDATE audit_anchor SET at = '2021-01-01T00:00:00Z'", .forgedAnchor),
            ("UPDATE audit_anchor SET hash = (SELECT hash FROM audit WHERE sequence = 6)", .forgedAnchor),
            // More is cut off, and the anchor moved along.
            (
                """
                UPDATE audit_anchor SET sequence = 6, hash = (SELECT hash FROM audit WHERE sequence = 6),
                    seal = (SELECT hash FROM audit WHERE sequence = 6);
                DELETE FROM audit WHERE sequence = 6
                """, .forgedAnchor
            ),
            ("DELETE FROM audit WHERE sequence = 6", .broken(sequence: 7)),
            ("DELETE FROM audit", .broken(sequence: 6)),
            ("UPDATE audit SET actor = 'bob' WHERE sequence = 6", .broken(sequence: 6)),
        ] as [(String, AuditVerdict)])
    func tamperingWithTheAnchorOrTheLinesAfterItIsNoticed(_ change: String, _ verdict: AuditVerdict) throws {
        try expire()
        try sql(change)
        #expect(try store.verify() == verdict)
    }

    @Test func anOlderAnchorPutBackIsNoticed() throws {
        try expire()
        try sql("CREATE TABLE older AS SELECT * FROM audit_anchor")
        try expire(at: later)
        try sql("UPDATE audit_anchor SET (sequence, at, hash, seal) = (SELECT sequence, at, hash, seal FROM older)")
        #expect(try store.verify() == .broken(sequence: 9))
    }

    @Test func aChangedLineIsNotRemovedSinceItIsEvidence() throws {
        try sql("UPDATE audit SET actor = 'bob' WHERE sequence = 3")
        try expire()
        #expect(try numbers() == Array(3...9))
        #expect(try store.verify() == .broken(sequence: 3))
    }

    @Test func aForgedAnchorIsNotSealedAgain() throws {
        try expire()
        try sql("UPDATE audit_anchor SET at = '2021-01-01T00:00:00Z'")
        try expire(at: later)
        #expect(try numbers() == [6, 7, 8, 9])
        #expect(try store.verify() == .forgedAnchor)
    }
}
