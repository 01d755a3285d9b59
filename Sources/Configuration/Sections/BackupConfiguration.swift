package import Operations
package import ResticBackup

/// Backups: repository, schedule and restore drills.
package struct BackupConfiguration: Sendable {
    /// nil if backups are off.
    package let settings: BackupSettings?
    /// Hours between scheduled backups; 0 disables them.
    package let everyHours: Int
    /// Days between automatic restore drills; 0 disables them.
    package let drillDays: Int
    package let stateFile: BackupStateFile

    /// - Parameter file: the configuration file, which is backed up too.
    init(_ values: CheckedValues, paths: PathsConfiguration, file: String) {
        settings = values[\.backup.repository].map { repository in
            BackupSettings(
                repository: repository, passwordFile: values[\.backup.passwordFile],
                environmentFile: values[\.backup.environmentFile], keep: values[\.backup.keep],
                maximumFiles: values[\.backup.maxFiles], diskFloor: Int64(values[\.maintenance.diskFloorGiB]) << 30,
                state: paths.state, workspaces: paths.workspaces.root, configurationFile: file)
        }
        everyHours = values[\.backup.everyHours]
        drillDays = values[\.backup.drillDays]
        stateFile = BackupStateFile(state: paths.state, repository: settings?.shownRepository)
    }
}
