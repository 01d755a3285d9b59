import Configuration
import Model
import ResticBackup
import SQLiteStore

extension BackupConfiguration {
    /// - Throws: `backup_off` when no repository is configured.
    func repository() throws(BackupFailure) -> ResticRepository {
        guard let settings else {
            throw BackupFailure(
                code: "backup_off", message: "No repository is configured.", hint: "Set backup.repository.")
        }
        return ResticRepository(settings, copies: DatabaseCopy())
    }
}
