@testable import ResticBackup

extension BackupSettings {
    init(repository: String, passwordFile: String, state: String, workspaces: String, configurationFile: String) {
        self.init(
            repository: repository, passwordFile: passwordFile, environmentFile: nil, keep: RetentionPolicy("last=12")!,
            maximumFiles: 5_000_000, diskFloor: 0, state: state, workspaces: workspaces,
            configurationFile: configurationFile)
    }
}
