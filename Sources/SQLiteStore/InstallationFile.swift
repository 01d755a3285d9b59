package import Model
import GRDB

/// Identity, apps and user IDs of an installation, read from a database that a running service may be using.
package struct InstallationFile: Sendable {
    /// The installation's ID, as in Docker labels.
    package let installation: String
    /// User ID of each app, by name.
    package let apps: [AppName: UInt32]
    /// IDs of the images that apps' current and latest successful deployments use.
    package let images: Set<String>
    /// User ID range of the apps; nil before the first app.
    package let users: Range<UInt32>?

    /// Opens the file read-only, so that it never checkpoints (``SQLiteStore`` explains why only one connection may).
    /// - Throws: the database's error when the file is missing or not ours.
    package init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        (installation, apps, images, users) = try DatabaseQueue(path: path, configuration: configuration).read { db in
            (
                try String.fetchOne(db, sql: "SELECT id FROM installation") ?? "", try Self.apps(db),
                try Self.images(db), try Self.users(db)
            )
        }
    }

    static func users(_ db: Database) throws -> Range<UInt32>? {
        try Int.fetchOne(db, sql: "SELECT max(uid) FROM apps").map { UserBlock.containing($0) }
    }

    static func images(_ db: Database) throws -> Set<String> {
        try String.fetchSet(
            db,
            sql: """
                SELECT image FROM deployments WHERE image IS NOT NULL AND id IN (
                    SELECT max(d.id) FROM deployments d JOIN apps a ON a.id = d.app_id
                    WHERE a.removed_at IS NULL GROUP BY a.id
                    UNION
                    SELECT max(d.id) FROM deployments d JOIN apps a ON a.id = d.app_id
                    WHERE a.removed_at IS NULL AND d.outcome = 'succeeded' GROUP BY a.id
                    UNION
                    SELECT id FROM (
                        SELECT d.id, row_number() OVER (PARTITION BY a.id ORDER BY d.id DESC) AS place
                        FROM deployments d JOIN apps a ON a.id = d.app_id
                        WHERE a.removed_at IS NULL AND a.build = 'dockerfile' AND d.outcome = 'succeeded'
                    ) WHERE place <= 3
                )
                """)
    }

    private static func apps(_ db: Database) throws -> [AppName: UInt32] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, uid FROM apps WHERE removed_at IS NULL")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try AppName($0["name"]), $0["uid"]) })
    }
}

extension SQLiteStore {
    /// IDs of the images that apps' current and latest successful deployments use.
    package func imagesInUse() throws -> Set<String> { try database.read { try InstallationFile.images($0) } }

    /// User ID range of this installation's apps; nil before the first app.
    package func users() throws -> Range<UInt32>? { try database.read { try InstallationFile.users($0) } }
}
