import Ports
package import Model
import Platform
import FoundationEssentials
import Glibc

/// Restores. The caller must hold the installation's lock, so that no service is running.
extension ResticRepository {
    private var restoring: String { settings.folder + "/restoring" }
    /// On the workspaces' file system, so that a rename moves them into place. No app can have this name.
    private var restoringWorkspaces: String { settings.workspaces + "/.dcc-restoring" }

    /// Restores everything to an installation without apps.
    /// - Returns: the app names, and where the previous database and key were moved.
    package func restore(
        _ choice: SnapshotChoice, adopt: Bool
    ) async throws(BackupFailure) -> (apps: [String], kept: [String]) {
        let lock = try BackupLock(folder: settings.folder)
        defer { withExtendedLifetime(lock) {} }
        let ownID = try requireEmpty()
        let snapshot = try await pick(choice)
        try makeFolders()
        var isHandedOver = false
        defer { if !isHandedOver { removeFolders() } }
        let backup = try await stage(
            snapshot, into: restoring, workspaces: restoringWorkspaces, ownID: ownID, adopt: adopt)
        let apps = backup.manifest.database.apps.map(\.name)
        let ending = RestoreJournal.ending()
        let journal = RestoreJournal(
            scratch: [restoring, restoringWorkspaces], staged: backup.staged,
            workspaces: apps.filter { backup.judge.entriesOfApp[$0] != nil }.map {
                move(backup.workspace(of: $0), $0, ending)
            },
            note: nil, ending: ending)
        try journal.begin(state: settings.state)
        isHandedOver = true
        return (apps, try RestoreJournal.finish(state: settings.state, copies: copies) ?? [])
    }

    /// Restores the workspace of one existing, stopped app.
    /// - Returns: where the previous files were moved.
    package func restore(
        app name: AppName, _ choice: SnapshotChoice, adopt: Bool
    ) async throws(BackupFailure) -> [String] {
        let lock = try BackupLock(folder: settings.folder)
        defer { withExtendedLifetime(lock) {} }
        let database = settings.state + "/dcc.db"
        let here = try copies.summary(database)
        guard let app = here.apps.first(where: { $0.name == name.rawValue }) else {
            throw BackupFailure(
                code: "app_missing", message: "This installation has no app \(name).",
                hint: "Add an app with this name from the same repository, stop it, then restore.")
        }
        guard ["stopped", "failed"].contains(app.state) else {
            throw BackupFailure(
                code: "app_not_stopped", message: "\(name) is \(app.state).", hint: "Stop the app, then restore it.")
        }
        let snapshot = try await pick(choice)
        try makeFolders()
        var isHandedOver = false
        defer { if !isHandedOver { removeFolders() } }
        let backup = try await stage(
            snapshot, into: restoring, workspaces: restoringWorkspaces, only: name.rawValue, ownID: here.installation,
            adopt: adopt)
        guard let saved = backup.manifest.database.apps.first(where: { $0.name == name.rawValue }),
            backup.judge.entriesOfApp[name.rawValue] != nil
        else {
            throw BackupFailure(
                code: "app_missing", message: "This backup has no workspace of \(name).",
                hint: "Choose another backup.")
        }
        let workspace = backup.workspace(of: name.rawValue)
        if saved.uid != app.uid { _ = try RestoredTree.check(workspace, owner: app.uid) }
        let ending = RestoreJournal.ending()
        let journal = RestoreJournal(
            scratch: [restoring, restoringWorkspaces], staged: nil,
            workspaces: [move(workspace, name.rawValue, ending)],
            note: .init(app: saved, snapshot: snapshot.shortID, restore: UUID().uuidString), ending: ending)
        try journal.begin(state: settings.state)
        isHandedOver = true
        return try RestoreJournal.finish(state: settings.state, copies: copies) ?? []
    }

    /// Removes files of a restore that ended before its journal was written, and of an interrupted drill.
    package func removeLeftovers() {
        removeFolders()
        // A drill started beside the service holds the lock. Take it only if there is something to remove, so that a
        // scheduled backup is not blocked.
        guard access(drilling, F_OK) == 0, let lock = try? BackupLock(folder: settings.folder) else { return }
        defer { withExtendedLifetime(lock) {} }
        _ = try? FolderRemoval.remove(drilling)
    }

    private var drilling: String { settings.folder + "/drill" }

    package func drill() async throws(BackupFailure) -> Int {
        let lock = try BackupLock(folder: settings.folder)
        defer { withExtendedLifetime(lock) {} }
        try PrivateFolder.makeAnew(drilling)
        defer { _ = try? FolderRemoval.remove(drilling) }
        let here = try copies.summary(settings.state + "/dcc.db")
        let newest = try await pick(.newest, of: here.installation)
        guard let made = newest.date else { throw .archive("damaged", "it has no date") }
        let restored = try drilling + BackupPaths(of: newest.paths).workspaces
        var (seen, compared) = (0, 0)
        _ = try await stage(
            newest, into: drilling, workspaces: drilling, ownID: here.installation, adopt: false,
            floor: settings.diskFloor
        ) { (path: String, _) throws(BackupFailure) in
            seen += 1
            let live = settings.workspaces + path.dropFirst(restored.count)
            // No process can set a file's status change time back (inode(7)).
            guard let changed = Self.lastChange(of: live), changed < made.timeIntervalSince1970 else { return }
            guard InputFile.isSame(path, live) else {
                throw BackupFailure(
                    code: "drill_differs", message: "\(live) has not changed since the backup but differs from it.",
                    hint: "Check the disk and memory, and run `dcc backup --check` for the repository.")
            }
            compared += 1
        }
        guard compared > 0 || seen == 0 else {
            throw BackupFailure(
                code: "drill_empty",
                message: "All \(seen) files have changed since the backup, so nothing could be compared.",
                hint: "Run `dcc backup`, then `dcc backup --drill`.")
        }
        return compared
    }

    // MARK: - Parts

    private static func lastChange(of path: String) -> TimeInterval? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return TimeInterval(status.st_ctim.tv_sec)
    }

    private func pick(_ choice: SnapshotChoice, of installation: String? = nil) async throws(BackupFailure) -> Snapshot
    {
        let finished = try await snapshots(try Restic(settings), tag: Snapshot.finished)
        return try choice.pick(from: finished.filter { installation == nil || $0.installation == installation })
    }

    /// - Returns: the ID of an existing installation without apps; nil if there is no installation yet.
    private func requireEmpty() throws(BackupFailure) -> String? {
        let names = (FolderListing.names(at: settings.workspaces) ?? []).filter {
            !$0.hasPrefix(".") && $0 != "lost+found"
        }
        let database = settings.state + "/dcc.db"
        let here = access(database, F_OK) == 0 ? try copies.summary(database) : nil
        guard names.isEmpty, here?.apps.isEmpty != false else {
            throw BackupFailure(
                code: "data_present", message: "This installation already has apps.",
                hint: "Restore one app with --app, or first empty \(settings.state) and \(settings.workspaces).")
        }
        return here?.installation
    }

    /// Previous files move to a name with a leading dot, which no app can have.
    private func move(_ workspace: String, _ app: String, _ ending: String) -> RestoreJournal.Move {
        let root = settings.workspaces
        return .init(from: workspace, to: "\(root)/\(app)", aside: "\(root)/.\(app)\(ending)")
    }

    private func makeFolders() throws(BackupFailure) {
        try PrivateFolder.makeAnew(restoring)
        try PrivateFolder.makeAnew(restoringWorkspaces)
    }

    private func removeFolders() {
        for folder in [restoring, restoringWorkspaces] { _ = try? FolderRemoval.remove(folder) }
    }
}
