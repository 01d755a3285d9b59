package import Model
import Platform
import Ports
import FoundationEssentials
import Glibc

/// The folders `<root>/<name>`, each owned by its app's UID.
///
/// Their contents are the app's and untrusted: we create, inspect and delete folders, never follow links, and write
/// no files.
package struct Workspaces: Sendable {
    package let root: String

    package init(root: String) {
        self.root = root
    }

    package func path(of app: AppName) -> String { "\(root)/\(app)" }

    /// Creates the folder if it does not exist.
    func create(for app: App) throws(StepFailure) {
        let path = path(of: app.name)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Self.failed("make", path, SystemCallFailure("mkdir"))
        }
        guard let status = FileStatus(of: path), status.isFolder else { throw Self.foreign(path) }
        guard status.owner != app.uid else { return }
        // Left by a run that was killed between mkdir and chown: owned by root and empty.
        guard status.owner == getuid(), rmdir(path) == 0, mkdir(path, 0o700) == 0 else { throw Self.foreign(path) }
        guard chown(path, app.uid, app.uid) == 0 else {
            throw Self.failed("change the owner of", path, SystemCallFailure("chown"))
        }
    }

    /// What the app's repository needs, with the app's own settings applied.
    /// - Throws: `requirements_missing`, `requirements_symlink` or `requirements_not_file` for a file that the user named.
    func dependencies(of app: App) throws(StepFailure) -> DependencyPlan {
        let settings = app.settings
        let workspace = path(of: app.name)
        if case .path(let file) = settings.requirements { try WorkspaceFile.check(file, in: workspace) }
        return DependencyPlan(
            of: WorkspaceFiles(workspace: workspace, isComplete: true), requirementsFile: settings.requirements,
            extra: settings.extraRequirements.map(\.rawValue), skipped: settings.skippedRequirements.map(\.rawValue))
    }

    /// The text of the app's Dockerfile.
    /// - Throws: `dockerfile_missing`, or `dockerfile_unreadable` for a folder, a link that leads outside and the like.
    func dockerfile(of app: AppName) throws(StepFailure) -> String {
        switch WorkspaceFiles(workspace: path(of: app), isComplete: true).content(of: Dockerfile.name) {
        case .file(let bytes) where bytes.count <= Dockerfile.maximumBytes:
            return String(decoding: bytes, as: UTF8.self)
        case .missing:
            throw StepFailure(
                code: "dockerfile_missing", message: "The repository has no file Dockerfile at its top.",
                hint: "Add one, or choose Python under Build in the app's settings.")
        case .file, .folder, .outside, .unreadable:
            throw StepFailure(
                code: "dockerfile_unreadable",
                message: "The repository's Dockerfile is no file of at most \(Dockerfile.maximumBytes >> 10) KiB.",
                hint: "Put a regular file there, then redeploy.")
        }
    }

    /// The first `limit` bytes of a file; nil if it is no regular file inside the workspace.
    package func bytes(of file: String, of app: AppName, limit: Int) -> [UInt8]? {
        try? WorkspaceFile.contents(of: file, in: path(of: app), limit: limit)
    }

    /// True if a checkout of another commit may have begun to write files. Says nothing of workspaces from before the
    /// reference existed.
    func hasOther(than commit: CommitID, of app: AppName) -> Bool {
        guard let bytes = bytes(of: Self.checkoutReference, of: app, limit: 100) else { return false }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) != commit.rawValue
    }

    /// Written by ``RepositorySource`` before it changes any file.
    private static let checkoutReference = ".git/refs/dcc/checkout"

    /// Bytes on disk.
    func size(of app: App) -> Int64 { FolderSize.bytes(of: path(of: app.name)) }

    /// Deletes the folder recursively, without crossing links or mounts. A folder that is not owned by the app is
    /// kept: it was put there by someone else.
    /// - Returns: bytes that it used on disk.
    func remove(of app: App) throws(StepFailure) -> Int64 { try remove(app.name, ownedBy: app.uid) }

    func remove(_ app: AppName, ownedBy user: UInt32) throws(StepFailure) -> Int64 {
        let path = path(of: app)
        guard let status = FileStatus(of: path), status.isFolder, status.owner == user else { return 0 }
        do {
            return try FolderRemoval.remove(path)
        } catch {
            throw Self.failed("delete", path, error)
        }
    }

    /// Checked directly, because apps' tools report a full disk in unpredictable ways.
    var areFull: Bool {
        DiskSpace(of: root).map { $0.free < 8 << 20 } ?? false
    }

    static let full = StepFailure(
        code: "disk_full", message: "The disk with the workspaces is full.",
        hint: "Ask the operator to free disk space on the machine, then redeploy.")

    private static func foreign(_ path: String) -> StepFailure {
        StepFailure(
            code: "workspace_conflict", message: "\(path) already exists and does not belong to this app.",
            hint: "Move it away or choose another app name.")
    }

    private static func failed(_ verb: String, _ path: String, _ cause: SystemCallFailure) -> StepFailure {
        let doing = "Could not \(verb) \(path)"
        if cause.shortage != nil { return StepFailure(cause, doing) }
        return StepFailure(
            code: "workspace_failed", message: "\(doing) (\(cause)).", hint: "Ask the operator to check the folder.")
    }
}
