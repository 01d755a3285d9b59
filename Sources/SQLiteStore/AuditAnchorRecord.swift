import Ports
import FoundationEssentials
import GRDB

/// The row of `audit_anchor`.
struct AuditAnchorRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "audit_anchor"

    /// There is at most one row.
    private(set) var id = 1
    let sequence: Int64
    /// ISO 8601, as in the removed entry, because the seal covers the stored form.
    let at: String
    let hash: String
    var seal: String

    /// - Returns: nil if no entry was removed, or in a database from before entries were.
    static func find(_ db: Database) throws -> AuditAnchorRecord? {
        guard try db.tableExists(databaseTableName) else { return nil }
        return try fetchOne(db)
    }

    func anchor() throws -> AuditAnchor {
        guard let at = try? Date(at, strategy: .iso8601) else {
            throw DamagedRow(table: Self.databaseTableName, id: sequence)
        }
        return AuditAnchor(sequence: sequence, at: at, hash: hash)
    }
}
