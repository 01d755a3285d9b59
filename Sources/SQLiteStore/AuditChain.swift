import Model
import Ports
import Crypto
import FoundationEssentials
import GRDB

/// The audit log as a hash chain: each entry's HMAC-SHA-256 covers the previous entry's, so that changing, moving or
/// removing an entry in the middle is detected unless one has the key, which is not in the database.
struct AuditChain: Sendable {
    private let key: SymmetricKey
    private let anchorKey: SymmetricKey

    init(_ box: SecretBox) {
        key = box.derivedKey("audit")
        anchorKey = box.derivedKey("audit anchor")
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
        let anchor = try AuditAnchorRecord.find(db)
        if let anchor, anchor.seal != seal(of: anchor) { return .forgedAnchor }
        var previous = (sequence: anchor?.sequence ?? 0, hash: anchor?.hash ?? "")
        var lines = 0
        let records = try AuditRecord.order(sql: "sequence").fetchCursor(db)
        while let record = try records.next() {
            guard follows(record, previous.sequence, previous.hash) else { return .broken(sequence: record.sequence) }
            previous = (record.sequence, record.hash)
            lines += 1
        }
        // The newest entry is never removed by retention.
        if let anchor, lines == 0 { return .broken(sequence: anchor.sequence + 1) }
        return .intact(lines: lines, lastHash: previous.hash, removed: anchor?.sequence ?? 0)
    }

    /// Removes entries from the beginning of the log, oldest first, and seals the last of them as the anchor, in the
    /// same transaction. Stops at an entry that does not follow from the one before: it is evidence.
    /// - Parameters:
    ///   - end: when to stop, but not before one is removed.
    ///   - isDue: whether this entry may be removed; not asked for the newest one.
    /// - Returns: number of removed entries.
    func removeFirst(
        _ db: Database, until end: ContinuousClock.Instant, while isDue: (AuditRecord) throws -> Bool
    ) throws -> Int {
        let anchor = try AuditAnchorRecord.find(db)
        if let anchor, anchor.seal != seal(of: anchor) { return 0 }
        var previous = (sequence: anchor?.sequence ?? 0, hash: anchor?.hash ?? "")
        var removed: AuditRecord?
        var count = 0
        let newest = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(sequence) FROM audit")) ?? 0
        let oldest = try db.cachedStatement(sql: "SELECT * FROM audit WHERE sequence = ?")
        while previous.sequence + 1 < newest, count == 0 || ContinuousClock.now < end {
            guard let record = try AuditRecord.fetchOne(oldest, arguments: [previous.sequence + 1]),
                follows(record, previous.sequence, previous.hash), try isDue(record)
            else { break }
            try db.run("DELETE FROM audit WHERE sequence = ?", [record.sequence])
            previous = (record.sequence, record.hash)
            removed = record
            count += 1
        }
        guard let removed else { return 0 }
        var moved = AuditAnchorRecord(sequence: removed.sequence, at: removed.at, hash: removed.hash, seal: "")
        moved.seal = seal(of: moved)
        try moved.upsert(db)
        return count
    }

    private func follows(_ record: AuditRecord, _ sequence: Int64, _ previous: String) -> Bool {
        record.sequence == sequence + 1 && record.hash == hash(of: record, after: previous)
    }

    private func seal(of anchor: AuditAnchorRecord) -> String {
        Self.code(anchorKey, [String(anchor.sequence), anchor.at, anchor.hash])
    }

    /// Length-prefixes each part, so that different entries never produce the same bytes. The request ID is a part only
    /// if set: entries from before it was recorded keep their hashes.
    private func hash(of record: AuditRecord, after previous: String) -> String {
        var parts = [
            previous, String(record.sequence), record.at, record.actor, record.address, record.action, record.app,
            record.outcome, record.detail,
        ]
        if let request = record.requestId { parts.append(request) }
        return Self.code(key, parts)
    }

    private static func code(_ key: SymmetricKey, _ parts: [String]) -> String {
        var code = HMAC<SHA256>(key: key)
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
