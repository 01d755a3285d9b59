import FoundationEssentials
import Glibc

/// The folders `<root>/<name>`, each owned by its app's own uid.
///
/// What lies in them is the app's, and hostile until proven otherwise: we create, look and delete, follow no link and
/// write nothing.
package struct Workspaces: Sendable {
    package let root: String

    package init(root: String) {
        self.root = root
    }

    package func path(of app: AppName) -> String { "\(root)/\(app)" }

    /// Makes the folder if it is not there.
    func create(for app: App) throws(StepFailure) {
        let path = path(of: app.name)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failed("make", path) }
        guard let status = FileStatus(of: path), status.isFolder else { throw Self.foreign(path) }
        guard status.owner != app.uid else { return }
        // A folder made a moment ago by a run that was killed before chown is root's and empty.
        guard status.owner == getuid(), rmdir(path) == 0, mkdir(path, 0o700) == 0 else { throw Self.foreign(path) }
        guard chown(path, app.uid, app.uid) == 0 else { throw Self.failed("hand over", path) }
    }

    /// The requirements file to install from, relative to the workspace; nil for none.
    func requirements(of app: App) throws(StepFailure) -> String? {
        switch app.settings.requirements {
        case .none: return nil
        case .path(let path):
            try WorkspaceFile.check(path, in: self.path(of: app.name))
            return path
        case .automatic:
            do {
                try WorkspaceFile.check("requirements.txt", in: path(of: app.name))
                return "requirements.txt"
            } catch  where error.code == "requirements_missing" {
                return nil
            }
        }
    }

    /// In bytes, on the disk.
    func size(of app: App) -> Int64 { FolderSize.bytes(of: path(of: app.name)) }

    /// Deletes the folder and everything in it, crossing neither links nor mounts. What is there and is not the app's
    /// stays: somebody else put it there.
    /// - Returns: the bytes that it took on the disk.
    func remove(of app: App) throws(StepFailure) -> Int64 { try remove(app.name, ownedBy: app.uid) }

    func remove(_ app: AppName, ownedBy user: UInt32) throws(StepFailure) -> Int64 {
        let path = path(of: app)
        guard let status = FileStatus(of: path), status.isFolder, status.owner == user else { return 0 }
        do {
            return try FolderRemoval.remove(path)
        } catch {
            throw Self.failed("delete", path)
        }
    }

    /// What an app's tools say when nothing more fits is anybody's guess.
    var areFull: Bool {
        DiskSpace(of: root).map { $0.free < 8 << 20 } ?? false
    }

    static let full = StepFailure(
        code: "disk_full", message: "The disk of the workspaces is full.",
        hint: "Ask the operator to free some space on the host, then redeploy.")

    private static func foreign(_ path: String) -> StepFailure {
        StepFailure(
            code: "workspace_conflict", message: "\(path) is there already and does not belong to this app.",
            hint: "Move it away or choose another name.")
    }

    private static func failed(_ verb: String, _ path: String) -> StepFailure {
        let noSpace = errno == ENOSPC
        return StepFailure(
            code: noSpace ? "disk_full" : "workspace_failed",
            message: "Could not \(verb) \(path): \(String(cString: strerror(errno))).",
            hint: noSpace ? "Free some disk space and try again." : "Ask the operator to look at the folder.")
    }
}
