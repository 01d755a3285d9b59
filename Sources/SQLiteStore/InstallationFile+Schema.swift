import GRDB

extension InstallationFile {
    /// State of a database's migrations.
    package enum SchemaState: Equatable, Sendable {
        /// Associated value: name of the newest migration.
        case current(String)
        case older(String)
        case newer
    }

    /// - Throws: the database's error when the file is missing or not ours.
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
