package import Model
import Platform
import Glibc

/// The repository in a workspace.
package struct WorkspaceFiles: RepositoryFiles {
    /// Lock files of large projects have some megabytes.
    private static let maximumBytes = 8 << 20

    package let workspace: String
    package let isComplete: Bool

    package init(workspace: String, isComplete: Bool) {
        self.workspace = workspace
        self.isComplete = isComplete
    }

    package func names(in folder: String) -> [String] {
        guard let opened = try? WorkspaceFile.open(folder, in: workspace) else { return [] }
        defer { close(opened) }
        return FolderListing.names(in: opened) ?? []
    }

    package func content(of path: String) -> FileContent {
        let opened: Int32
        do throws(StepFailure) {
            opened = try WorkspaceFile.open(path, in: workspace)
        } catch {
            return error.code == "requirements_symlink" ? .outside : .missing
        }
        defer { close(opened) }
        guard let status = FileStatus(of: opened), !status.isFolder else { return .folder }
        guard status.isFile else { return .unreadable }
        let bytes = WorkspaceFile.bytes(of: opened, limit: Self.maximumBytes + 1)
        return bytes.count > Self.maximumBytes ? .unreadable : .file(bytes)
    }
}
