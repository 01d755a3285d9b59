import Model
import FoundationEssentials
import GRDB

/// A row of `secrets`: one encrypted secret of an app.
struct SecretRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "secrets"

    enum Purpose: String, Codable {
        case environment
        case repositoryToken = "repository_token"
        /// Replaced or removed, but possibly still in use by a container. Its name is its fingerprint.
        case retired
    }

    let appId: Int64
    let purpose: Purpose
    /// Variable name; empty for the repository token.
    let name: String
    let sealed: Data

    enum CodingKeys: String, CodingKey {
        case purpose, name, sealed
        case appId = "app_id"
    }

    init(_ secret: Secret, of app: Int64, _ purpose: Purpose, name: String, _ box: SecretBox) throws {
        appId = app
        self.purpose = purpose
        self.name = name
        sealed = try box.seal(secret, label: Self.label(app, purpose, name))
    }

    func secret(_ box: SecretBox) throws -> Secret {
        try box.open(sealed, label: Self.label(appId, purpose, name))
    }

    private static func label(_ app: Int64, _ purpose: Purpose, _ name: String) -> String {
        "\(app)/\(purpose.rawValue)/\(name)"
    }
}

/// Decrypted secrets of one app.
struct AppSecrets {
    var environment: [String: Secret] = [:]
    var repositoryToken: Secret?
    var retired: Set<Secret> = []

    init(of app: Int64, _ box: SecretBox, _ db: Database) throws {
        let records = try SecretRecord.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM secrets WHERE app_id = ?"), arguments: [app])
        for record in records {
            switch record.purpose {
            case .environment: environment[record.name] = try record.secret(box)
            case .repositoryToken: repositoryToken = try record.secret(box)
            case .retired: retired.insert(try record.secret(box))
            }
        }
    }

    /// Replaces all stored secrets of the app, both current and retired.
    static func replace(
        with settings: AppSettings, retired: Set<Secret>, of app: Int64, _ box: SecretBox, _ db: Database
    )
        throws
    {
        try delete(of: app, db)
        for variable in settings.environment {
            guard let secret = variable.secret else { continue }
            try SecretRecord(secret, of: app, .environment, name: variable.name.rawValue, box).insert(db)
        }
        if let token = settings.repositoryToken {
            try SecretRecord(token.secret, of: app, .repositoryToken, name: "", box).insert(db)
        }
        for secret in retired {
            try SecretRecord(secret, of: app, .retired, name: box.fingerprint(of: secret.exposed), box).insert(db)
        }
    }

    static func forgetRetired(of app: Int64, _ db: Database) throws {
        try db.run("DELETE FROM secrets WHERE app_id = ? AND purpose = 'retired'", [app])
    }

    static func delete(of app: Int64, _ db: Database) throws {
        try db.run("DELETE FROM secrets WHERE app_id = ?", [app])
    }
}
