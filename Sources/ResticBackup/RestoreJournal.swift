package import Model
import Platform
package import Ports
import FoundationEssentials
import Glibc

/// A verified restore that is being moved into place. Written before the first rename, and always completed once it
/// exists, so that a machine ends up with its old state or its new one, never a mix.
package struct RestoreJournal: Codable {
    /// Moves one workspace into place.
    struct Move: Codable {
        let from: String
        let to: String
        /// Where the previous files move and stay.
        let aside: String
    }

    /// Audit entry for the database when one app's files are restored without a database.
    struct Note: Codable {
        let app: DatabaseContents.App
        let snapshot: String
        /// Unique per restore, so that a restore completed twice is recorded once.
        let restore: String
    }

    private static let name = "restoring.json"

    /// Folders that restic wrote to, removed at the end.
    let scratch: [String]
    /// The staged folder; nil to keep the current database.
    let staged: String?
    let workspaces: [Move]
    let note: Note?
    /// Suffix of the previous database and key.
    let ending: String

    /// Names with this suffix are ignored by apps, backups and cleanup.
    static func ending(now: Date = .now) -> String {
        let style = Date.ISO8601FormatStyle(
            dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
        return ".before-restore-" + now.formatted(style)
    }

    /// - Returns: the new paths of what was replaced; nil when there was no journal.
    @discardableResult
    package static func finish(state: String, copies: any DatabaseCopies) throws(BackupFailure) -> [String]? {
        let path = "\(state)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let journal = try? JSONDecoder().decode(RestoreJournal.self, from: data) else {
            throw BackupFailure(
                code: "restore_unfinished", message: "A restore was interrupted, and \(path) cannot be read.",
                hint: "Empty paths.state and paths.workspaces, then restore again.")
        }
        try journal.carryOn(state, copies)
        guard unlink(path) == 0 else { throw .folder("delete", path) }
        for folder in journal.scratch { _ = try? FolderRemoval.remove(folder) }
        let asides = journal.workspaces.map(\.aside) + journal.replaced.map { "\(state)/\($0)\(journal.ending)" }
        return asides.filter { access($0, F_OK) == 0 }
    }

    private var replaced: [String] { staged == nil ? [] : [BackupPaths.database, BackupPaths.key] }

    func begin(state: String) throws(BackupFailure) {
        // Flush the restored files before the journal that refers to them.
        sync()
        let path = "\(state)/\(Self.name)"
        do {
            try JSONText.data(self).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .folder("write", path)
        }
        sync()
    }

    private func carryOn(_ state: String, _ copies: any DatabaseCopies) throws(BackupFailure) {
        for move in workspaces where access(move.from, F_OK) == 0 {
            try Self.move(move.to, move.aside)
            try Self.move(move.from, move.to)
        }
        sync()
        if let note {
            try copies.recordRestored(
                note.app, snapshot: note.snapshot, restore: note.restore, in: "\(state)/dcc.db",
                key: "\(state)/secrets.key")
        }
        guard let staged else { return }
        let (database, key) = ("\(staged)/\(BackupPaths.database)", "\(staged)/\(BackupPaths.key)")
        if access(database, F_OK) == 0 {
            // Also move SQLite's side files: left in place, they would be applied to the new database.
            for suffix in ["-wal", "-shm", ""] {
                try Self.move("\(state)/dcc.db\(suffix)", "\(state)/dcc.db\(ending)\(suffix)")
            }
        }
        if access(key, F_OK) == 0 { try Self.move("\(state)/secrets.key", "\(state)/secrets.key\(ending)") }
        try Self.move(key, "\(state)/secrets.key")
        try Self.move("\(staged)/\(BackupPaths.configuration)", "\(state)/restored-configuration.json")
        try Self.move(database, "\(state)/dcc.db")
        sync()
    }

    /// Ignores missing files, which an interrupted run has already moved.
    private static func move(_ from: String, _ to: String) throws(BackupFailure) {
        guard rename(from, to) == 0 || errno == ENOENT else { throw .folder("replace", to) }
    }
}
