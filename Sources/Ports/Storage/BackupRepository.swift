package import Model

/// Backup storage.
package protocol BackupRepository: Sendable {
    /// - Parameter mayBegin: create the repository if missing; if false, an unreachable one is not mistaken for new.
    func backUp(mayBegin: Bool) async throws(BackupFailure) -> BackupState.Backup
    /// Prunes backups outside the retention policy, and unfinished ones.
    func thinOut() async throws(BackupFailure)
    func check(readingAll: Bool) async throws(BackupFailure)
    /// - Returns: number of files of the latest backup that were compared byte for byte with the live ones.
    func drill() async throws(BackupFailure) -> Int
}

/// Copies and inspects databases.
package protocol DatabaseCopies: Sendable {
    /// - Parameter database: may be in use; opened read-only.
    func copy(_ database: String, to copy: String) throws(BackupFailure) -> DatabaseContents
    /// - Returns: a summary, if the copy is intact and not from a newer version.
    /// - Throws: `archive_incomplete`, `archive_damaged` or `archive_newer`.
    func inspect(_ copy: String) throws(BackupFailure) -> DatabaseContents
    /// - Parameter database: the service's own database.
    func summary(_ database: String) throws(BackupFailure) -> DatabaseContents
    /// Migrates a copy to the current schema, and verifies its audit log with its key.
    func update(_ copy: String, key: String) throws(BackupFailure)
    /// Records that an app's files were restored from a backup. The service must not be running on this database.
    /// - Parameter restore: ID of the restore; entries it has already written are not repeated.
    func recordRestored(
        _ app: DatabaseContents.App, snapshot: String, restore: String, in database: String, key: String
    ) throws(BackupFailure)
}
