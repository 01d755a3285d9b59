import Configuration
import Model
import Operations
import ResticBackup
import SQLiteStore

/// Where backups go, how often they are made, and how they are proven.
struct BackupConfiguration: Sendable {
    /// nil makes no backups.
    let settings: BackupSettings?
    /// Hours between backups; 0 leaves them to people.
    let everyHours: Int
    /// Days between drills of the service; 0 leaves them to people.
    let drillDays: Int
    let stateFile: BackupStateFile

    /// - Parameters:
    ///   - file: the configuration's own, which is backed up too.
    ///   - diskFloor: GiB that a restore leaves free.
    init(_ reader: ConfigReader, paths: PathsConfiguration, file: String, diskFloor: Int) throws {
        settings = try Self.settings(reader, paths: paths, file: file, diskFloor: diskFloor)
        everyHours = try reader.number("backup.everyHours", 0, in: 0...8760, rule: "0 to 8760")
        drillDays = try reader.number("backup.drillDays", 30, in: 0...366, rule: "0 for never, or 1 to 366")
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
                throw ConfigurationError(key: "backup.keep", rule: "such as last=12 daily=7 weekly=5 monthly=12")
            }
            settings.keep = keep
        }
        return settings
    }
}
