import ControlCenter
import FoundationEssentials
import GRDB

/// A row of `idempotency_keys`: which request a client's key stands for, and what it made.
struct IdempotencyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "idempotency_keys"
    static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
    static var databaseColumnEncodingStrategy: DatabaseColumnEncodingStrategy { .convertToSnakeCase }

    let actor: String
    let key: String
    let request: String
    let deploymentId: Int64
    let createdAt: Date

    /// The request in a form that is equal exactly when the requests are.
    static func text(of request: NewApp) -> String { String(describing: request) }
}
