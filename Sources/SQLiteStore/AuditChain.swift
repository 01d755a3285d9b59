import Model
import Ports
import Crypto
import FoundationEssentials
import GRDB

/// The audit log as a hash chain: each entry's HMAC-SHA-256 covers the previous entry's, so that changing, moving or
/// removing an entry in the middle is detected unless one has the key, which is not in the database.
struct AuditChain: Sendable {
    private let key: SymmetricKey

    init(_ box: SecretBox) {
        key = box.derivedKey("audit")
    }

    /// Appends an entry, in the same transaction as the change it describes.
    func append(_ draft: AuditDraft, by caller: Caller, _ db: Database) throws {
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"))
        var record = AuditRecord(
            sequence: (last?["sequence"] ?? 0) + 1, at: Date.now.formatted(.iso8601), actor: caller.user,
            address: caller.address, action: draft.action, app: draft.app, outcome: draft.outcome.rawValue,
            detail: draft.detail, requestId: caller.request, hash: "")
        record.hash = hash(of: record, after: last?["hash"] ?? "")
        try record.insert(db)
    }

    /// Computes the hashes of all entries in order, for entries from before the chain existed.
    func link(_ db: Database) throws {
        var previous = ""
        for var record in try AuditRecord.order(sql: "sequence").fetchAll(db) {
            record.hash = hash(of: record, after: previous)
            // Update only this column: later migrations add others.
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

    /// Length-prefixes each part, so that different entries never produce the same bytes. The request ID is a part only
    /// if set: entries from before it was recorded keep their hashes.
    private func hash(of record: AuditRecord, after previous: String) -> String {
        var code = HMAC<SHA256>(key: key)
        var parts = [
            previous, String(record.sequence), record.at, record.actor, record.address, record.action, record.app,
            record.outcome, record.detail,
        ]
        if let request = record.requestId { parts.append(request) }
        for part in parts { code.update(data: Data("\(part.utf8.count):\(part)".utf8)) }
        return code.finalize().hexadecimal
    }
}

/// An audit entry to append in a transaction.
struct AuditDraft {
    let action: String
    let app: String
    var outcome = AuditEntry.Outcome.done
    /// JSON object.
    var detail = "{}"
}
