package import ControlCenter
import GRDB

/// Whose an installation's things are, read from a database that a service may be using at the same time.
package struct InstallationFile: Sendable {
    /// The mark in Docker.
    package let installation: String
    /// The users of its apps, by name.
    package let apps: [AppName: UInt32]
    /// nil while it has had no app.
    package let users: Range<UInt32>?

    /// Reads only, so that it never checkpoints (see ``SQLiteStore`` on why one connection alone does).
    /// - Throws: the database's error when there is no file, or none of ours.
    package init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        (installation, apps, users) = try DatabaseQueue(path: path, configuration: configuration).read { db in
            (
                try String.fetchOne(db, sql: "SELECT id FROM installation") ?? "", try Self.apps(db),
                try Self.users(db)
            )
        }
    }

    static func users(_ db: Database) throws -> Range<UInt32>? {
        try Int.fetchOne(db, sql: "SELECT max(uid) FROM apps").map { UserBlock.containing($0) }
    }

    private static func apps(_ db: Database) throws -> [AppName: UInt32] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, uid FROM apps WHERE removed_at IS NULL")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try AppName($0["name"]), $0["uid"]) })
    }
}

extension SQLiteStore {
    /// The users that this installation gives to its apps; nil while it has had no app.
    package func users() throws -> Range<UInt32>? { try database.read { try InstallationFile.users($0) } }
}
