import Model
import Ports
import FoundationEssentials
import GRDB

/// A row of `idempotency_keys`: the request that a client's key was used for, and the deployment it created.
struct IdempotencyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "idempotency_keys"

    let actor: String
    let key: String
    let request: String
    let deploymentId: Int64
    let createdAt: Date

    enum CodingKeys: String, CodingKey {
        case actor, key, request
        case deploymentId = "deployment_id"
        case createdAt = "created_at"
    }

    /// Keyed hash, equal only for equal requests including their secrets. Reveals nothing without the key.
    static func fingerprint(of request: NewApp, _ box: SecretBox) -> String {
        let secrets = request.settings.environment.map { $0.secret?.exposed ?? "" }
        let token = request.settings.repositoryToken?.secret.exposed ?? ""
        return box.fingerprint(of: "\(request.name) \(request.settings.withoutOrder) \(secrets) \(token)")
    }
}

extension AppSettings {
    /// Stable text form: the order of a set differs between processes.
    fileprivate var withoutOrder: String {
        var settings = self
        settings.sharedWith = []
        return "\(settings) \(sharedWith.map(\.description).sorted())"
    }
}
