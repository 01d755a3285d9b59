import ControlCenter
import Crypto
import FoundationEssentials
import GRDB

/// The audit log as a chain: each line's code covers the line before, so that no line can be changed, moved or taken out
/// of the middle unseen by whoever has the database and not the key (HMAC-SHA-256).
struct AuditChain: Sendable {
    private let key: SymmetricKey

    init(_ box: SecretBox) {
        key = box.derivedKey("audit")
    }

    /// Writes the next line, in the transaction of the change that it is about.
    func append(_ draft: AuditDraft, by caller: Caller, _ db: Database) throws {
        let last = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
        var record = AuditRecord(
            sequence: (last?["sequence"] ?? 0) + 1, at: Date.now.formatted(.iso8601), actor: caller.user,
            address: caller.address, action: draft.action, app: draft.app, outcome: draft.outcome.rawValue,
            detail: draft.detail, requestId: caller.request, hash: "")
        record.hash = hash(of: record, after: last?["hash"] ?? "")
        try record.insert(db)
    }

    /// Gives every line its hash anew, in order; for lines from before there was a chain.
    func link(_ db: Database) throws {
        var previous = ""
        for var record in try AuditRecord.order(sql: "sequence").fetchAll(db) {
            record.hash = hash(of: record, after: previous)
            // No other column: some come with later migrations.
            try db.execute(
                sql: "UPDATE audit SET hash = ? WHERE sequence = ?", arguments: [record.hash, record.sequence])
            previous = record.hash
        }
    }

    func verify(_ db: Database) throws -> AuditVerdict {
        var previous = AuditRecord?.none
        var lines = 0
        let records = try AuditRecord.order(sql: "sequence").fetchCursor(db)
        while let record = try records.next() {
            let expected = hash(of: record, after: previous?.hash ?? "")
            guard record.hash == expected, record.sequence == (previous?.sequence ?? 0) + 1 else {
                return .broken(sequence: record.sequence)
            }
            previous = record
            lines += 1
        }
        return .intact(lines: lines, lastHash: previous?.hash ?? "")
    }

    /// Each part with its length before it, so that no two lines give the same bytes. The request's name is a part of its
    /// own where there is one: lines from before it was written down have the codes that they had.
    private func hash(of record: AuditRecord, after previous: String) -> String {
        var code = HMAC<SHA256>(key: key)
        var parts = [
            previous, String(record.sequence), record.at, record.actor, record.address, record.action, record.app,
            record.outcome, record.detail,
        ]
        if let request = record.requestId { parts.append(request) }
        for part in parts { code.update(data: Data("\(part.utf8.count):\(part)".utf8)) }
        return code.finalize().map { Hexadecimal.text($0) }.joined()
    }
}

/// What a transaction adds to the log.
struct AuditDraft {
    let action: String
    let app: String
    var outcome = AuditEntry.Outcome.done
    /// A JSON object.
    var detail = "{}"
}
