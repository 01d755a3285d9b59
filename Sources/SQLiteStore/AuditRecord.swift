import Ports
import FoundationEssentials
import GRDB

/// A row of `audit`.
struct AuditRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "audit"

    let sequence: Int64
    /// ISO 8601, stored as text because the hash covers the stored form.
    let at: String
    let actor: String
    let address: String
    let action: String
    let app: String
    let outcome: String
    let detail: String
    let requestId: String?
    var hash: String

    enum CodingKeys: String, CodingKey {
        case sequence, at, actor, address, action, app, outcome, detail, hash
        case requestId = "request_id"
    }

    func entry() throws -> AuditEntry {
        guard let at = try? Date(at, strategy: .iso8601), let outcome = AuditEntry.Outcome(rawValue: outcome) else {
            throw DamagedRow(table: Self.databaseTableName, id: sequence)
        }
        return AuditEntry(
            sequence: sequence, at: at, actor: actor, address: address, action: action, app: app, outcome: outcome,
            detail: detail, request: requestId, hash: hash)
    }
}
