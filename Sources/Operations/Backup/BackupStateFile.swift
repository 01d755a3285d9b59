package import Model
import FoundationEssentials

/// The file `backup.json`, written atomically by the process that makes a backup.
package struct BackupStateFile: Sendable {
    private let path: String
    private let repository: String?

    /// - Parameters:
    ///   - state: the database's folder.
    ///   - repository: for display; nil while backups are disabled.
    package init(state: String, repository: String?) {
        path = state + "/backup.json"
        self.repository = repository
    }

    /// - Returns: an empty state if there was no backup yet or the file is unreadable.
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
