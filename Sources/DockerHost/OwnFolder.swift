import Glibc
import Model
import Platform

/// The folder `.dcc` of a workspace, which is mounted by its path.
enum OwnFolder {
    /// Makes it if it is missing. Nothing else may write to the workspace meanwhile.
    /// - Throws: ``StepFailure`` `workspace_conflict` for a link or a file in its place.
    static func ensure(in workspace: String, uid: UInt32) throws(StepFailure) {
        let path = "\(workspace)/\(AppFolder.name)"
        if mkdir(path, 0o755) == 0, lchown(path, uid, uid) != 0 { rmdir(path) }
        guard let status = FileStatus(of: path), status.isFolder, status.owner == uid else {
            throw StepFailure(
                code: "workspace_conflict", message: "The app's folder \(AppFolder.name) is not a folder of its own.",
                hint: "Remove the app and add it again.")
        }
    }
}
