package import ControlCenter
import FoundationEssentials
import Glibc

/// A restore that was verified and is being put in place. Written before the first rename: whoever finds it carries on to
/// the end, so that a machine has its old state or its new one and no mix.
package struct RestoreJournal: Codable {
    /// A workspace on its way.
    struct Move: Codable {
        let from: String
        let to: String
        /// Where what is there goes first.
        let aside: String
    }

    /// What the database is to be told where the files of one app come without it.
    struct Note: Codable {
        let app: DatabaseContents.App
        let snapshot: String
        /// Another one for each restore, so that one that is finished twice is written down once.
        let restore: String
    }

    private static let name = "restoring.json"

    /// The folders that restic wrote into, to be taken away at the end.
    let scratch: [String]
    /// nil when the database stays.
    let staged: String?
    let workspaces: [Move]
    let note: Note?

    /// - Returns: whether there was one.
    @discardableResult
    package static func finish(state: String, copies: any DatabaseCopies) throws(BackupFailure) -> Bool {
        let path = "\(state)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else { return false }
        guard let journal = try? JSONDecoder().decode(RestoreJournal.self, from: data) else {
            throw BackupFailure(
                code: "restore_unfinished", message: "A restore did not end, and \(path) cannot be read.",
                hint: "Empty paths.state and paths.workspaces, and restore again.")
        }
        try journal.carryOn(state, copies)
        guard unlink(path) == 0 else { throw .folder("delete", path) }
        for folder in journal.scratch { _ = try? FolderRemoval.remove(folder) }
        return true
    }

    func begin(state: String) throws(BackupFailure) {
        // What the journal promises must be on the disk before it is.
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
            try copies.noteRestored(
                note.app, snapshot: note.snapshot, restore: note.restore, in: "\(state)/dcc.db",
                key: "\(state)/secrets.key")
        }
        guard let staged else { return }
        let database = "\(staged)/\(BackupPaths.database)"
        if access(database, F_OK) == 0 {
            // Of the database that goes away: with them, SQLite would mix the two.
            for suffix in ["-wal", "-shm"] { unlink("\(state)/dcc.db\(suffix)") }
        }
        try Self.move("\(staged)/\(BackupPaths.key)", "\(state)/secrets.key")
        try Self.move("\(staged)/\(BackupPaths.configuration)", "\(state)/restored-configuration.json")
        try Self.move(database, "\(state)/dcc.db")
        sync()
    }

    /// What was moved before is not there any more.
    private static func move(_ from: String, _ to: String) throws(BackupFailure) {
        guard rename(from, to) == 0 || errno == ENOENT else { throw .folder("put in place", to) }
    }
}
