import GRDB

extension InstallationFile {
    /// How far a database's shape is.
    package enum SchemaState: Equatable, Sendable {
        /// With the name of the newest migration.
        case current(String)
        case older(String)
        case newer
    }

    /// - Throws: the database's error when there is no file, or none of ours.
    package static func schema(_ path: String) throws -> SchemaState {
        var configuration = Configuration()
        configuration.readonly = true
        let migrator = Schema.migrator(AuditChain(SecretBox()))
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            if try migrator.hasBeenSuperseded(db) { return .newer }
            let last = try migrator.appliedMigrations(db).last ?? "none"
            return try migrator.hasCompletedMigrations(db) ? .current(last) : .older(last)
        }
    }
}
