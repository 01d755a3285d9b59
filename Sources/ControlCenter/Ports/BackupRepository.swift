/// Where backups are kept.
package protocol BackupRepository: Sendable {
    /// - Parameter mayBegin: make the repository when there is none; otherwise one that is away is not mistaken for new.
    func backUp(mayBegin: Bool) async throws(BackupFailure) -> BackupState.Backup
    /// Forgets the backups that the policy does not keep, and what was never finished.
    func thinOut() async throws(BackupFailure)
    func check(readingAll: Bool) async throws(BackupFailure)
    /// - Returns: how many files of the newest backup were compared byte for byte with what is there.
    func drill() async throws(BackupFailure) -> Int
}

/// Copies of the database, and what is in them.
package protocol DatabaseCopies: Sendable {
    /// - Parameter database: may be in use; it is read and not written.
    func copy(_ database: String, to copy: String) throws(BackupFailure) -> DatabaseContents
    /// - Returns: what is in it, when it is whole and from this version or an older one.
    /// - Throws: `archive_incomplete`, `archive_damaged` or `archive_newer`.
    func inspect(_ copy: String) throws(BackupFailure) -> DatabaseContents
    /// - Parameter database: a service's own.
    func summary(_ database: String) throws(BackupFailure) -> DatabaseContents
    /// Brings a copy to this version's schema, and checks its audit log under its key.
    func update(_ copy: String, key: String) throws(BackupFailure)
    /// Writes down that an app's files are those of a backup. No service may run on this database.
    /// - Parameter restore: names the restore; what was written down of it already is not written again.
    func noteRestored(
        _ app: DatabaseContents.App, snapshot: String, restore: String, in database: String, key: String
    ) throws(BackupFailure)
}
