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
        /// Where what is there goes first, and stays.
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
    /// What the names of a database and a key that were there end in from then on.
    let ending: String

    /// Under such a name no app, no backup and no cleanup knows it.
    static func ending(now: Date = .now) -> String {
        let style = Date.ISO8601FormatStyle(
            dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
        return ".before-restore-" + now.formatted(style)
    }

    /// - Returns: what was there before and is kept under another name; nil when there was no journal.
    @discardableResult
    package static func finish(state: String, copies: any DatabaseCopies) throws(BackupFailure) -> [String]? {
        let path = "\(state)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let journal = try? JSONDecoder().decode(RestoreJournal.self, from: data) else {
            throw BackupFailure(
                code: "restore_unfinished", message: "A restore did not end, and \(path) cannot be read.",
                hint: "Empty paths.state and paths.workspaces, and restore again.")
        }
        try journal.carryOn(state, copies)
        guard unlink(path) == 0 else { throw .folder("delete", path) }
        for folder in journal.scratch { _ = try? FolderRemoval.remove(folder) }
        let asides = journal.workspaces.map(\.aside) + journal.replaced.map { "\(state)/\($0)\(journal.ending)" }
        return asides.filter { access($0, F_OK) == 0 }
    }

    private var replaced: [String] { staged == nil ? [] : [BackupPaths.database, BackupPaths.key] }

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
        let (database, key) = ("\(staged)/\(BackupPaths.database)", "\(staged)/\(BackupPaths.key)")
        if access(database, F_OK) == 0 {
            // With what SQLite has beside it: left there, it would be mixed into the new one.
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

    /// What was moved before is not there any more.
    private static func move(_ from: String, _ to: String) throws(BackupFailure) {
        guard rename(from, to) == 0 || errno == ENOENT else { throw .folder("put in place", to) }
    }
}
