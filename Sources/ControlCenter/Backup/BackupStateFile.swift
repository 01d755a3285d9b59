import FoundationEssentials

/// The file `backup.json`; whoever makes a backup writes it, whole or not at all.
package struct BackupStateFile: Sendable {
    private let path: String
    private let repository: String?

    /// - Parameters:
    ///   - state: the folder of the database.
    ///   - repository: for people; nil while backups are off.
    package init(state: String, repository: String?) {
        path = state + "/backup.json"
        self.repository = repository
    }

    /// - Returns: an empty state when there was no backup yet or the file says nothing.
    package func read() -> BackupState {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let kept = FileManager.default.contents(atPath: path)
        var state = kept.flatMap { try? decoder.decode(BackupState.self, from: $0) } ?? BackupState()
        state.repository = repository
        return state
    }

    func write(_ state: BackupState) throws {
        try JSONText.data(state).write(to: URL(filePath: path), options: .atomic)
    }
}
