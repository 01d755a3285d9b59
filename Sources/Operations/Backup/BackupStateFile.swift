package import Model

/// The file `backup.json`, written by the process that makes a backup.
package struct BackupStateFile: Sendable {
    private let file: StateFile<BackupState>
    private let repository: String?

    /// - Parameters:
    ///   - state: the database's folder.
    ///   - repository: for display; nil while backups are disabled.
    package init(state: String, repository: String?) {
        file = StateFile(state + "/backup.json")
        self.repository = repository
    }

    /// - Returns: an empty state if there was no backup yet or the file is unreadable.
    package func read() -> BackupState {
        var state = file.read() ?? BackupState()
        state.repository = repository
        return state
    }

    func write(_ state: BackupState) throws { try file.write(state) }
}
