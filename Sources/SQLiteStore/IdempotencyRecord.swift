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

    /// Equal exactly when the requests are, secrets included, and of no use without the key.
    static func fingerprint(of request: NewApp, _ box: SecretBox) -> String {
        let secrets = request.settings.environment.map { $0.secret?.exposed ?? "" }
        let token = request.settings.repositoryToken?.secret.exposed ?? ""
        return box.fingerprint(of: "\(request.name) \(request.settings.withoutOrder) \(secrets) \(token)")
    }
}

extension AppSettings {
    /// As text in which equal settings are equal: a set has another order in each run.
    fileprivate var withoutOrder: String {
        var settings = self
        settings.sharedWith = []
        return "\(settings) \(sharedWith.map(\.description).sorted())"
    }
}
