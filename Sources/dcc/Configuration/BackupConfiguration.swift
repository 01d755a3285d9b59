import Configuration
import Model
import Operations
import ResticBackup
import SQLiteStore

/// Backups: repository, schedule and restore drills.
struct BackupConfiguration: Sendable {
    /// nil if backups are off.
    let settings: BackupSettings?
    /// Hours between scheduled backups; 0 disables them.
    let everyHours: Int
    /// Days between automatic restore drills; 0 disables them.
    let drillDays: Int
    let stateFile: BackupStateFile

    /// - Parameters:
    ///   - file: the configuration file, which is backed up too.
    ///   - diskFloor: GiB that a restore must leave free.
    init(_ reader: ConfigReader, paths: PathsConfiguration, file: String, diskFloor: Int) throws {
        settings = try Self.settings(reader, paths: paths, file: file, diskFloor: diskFloor)
        everyHours = try reader.number(
            "backup.everyHours", 0, in: 0...8760, rule: "it must be from 1 to 8760, or 0 to disable scheduled backups")
        drillDays = try reader.number(
            "backup.drillDays", 30, in: 0...366, rule: "it must be from 1 to 366, or 0 to disable drills")
        stateFile = BackupStateFile(state: paths.state, repository: settings?.shownRepository)
    }

    /// - Throws: `backup_off` when no repository is configured.
    func repository() throws(BackupFailure) -> ResticRepository {
        guard let settings else {
            throw BackupFailure(
                code: "backup_off", message: "No repository is configured.", hint: "Set backup.repository.")
        }
        return ResticRepository(settings, copies: DatabaseCopy())
    }

    private static func settings(
        _ reader: ConfigReader, paths: PathsConfiguration, file: String, diskFloor: Int
    ) throws -> BackupSettings? {
        guard let repository = reader.string(forKey: "backup.repository"), !repository.isEmpty else { return nil }
        var settings = BackupSettings(
            repository: repository,
            passwordFile: reader.text("backup.passwordFile", "/etc/dcc/backup-password"),
            state: paths.state, workspaces: paths.workspaces.root, configurationFile: file)
        settings.diskFloor = Int64(diskFloor) << 30
        settings.environmentFile = reader.string(forKey: "backup.environmentFile")
        settings.maximumFiles = reader.int(forKey: "backup.maxFiles", default: settings.maximumFiles)
        if let text = reader.string(forKey: "backup.keep") {
            guard let keep = RetentionPolicy(text) else {
                throw ConfigurationError(
                    key: "backup.keep", rule: "it must look like last=12 daily=7 weekly=5 monthly=12")
            }
            settings.keep = keep
        }
        return settings
    }
}
