package import Model
import Platform
import Glibc

/// The repository in a workspace.
package struct WorkspaceFiles: RepositoryFiles {
    /// Lock files of large projects have some megabytes.
    private static let maximumBytes = 8 << 20
    /// An app can make millions of files in a folder.
    private static let maximumNames = 20_000

    package let workspace: String
    package let isComplete: Bool

    package init(workspace: String, isComplete: Bool) {
        self.workspace = workspace
        self.isComplete = isComplete
    }

    package func names(in folder: String) -> [String] {
        guard let opened = try? WorkspaceFile.open(folder, in: workspace) else { return [] }
        defer { close(opened) }
        return FolderListing.names(in: opened, limit: Self.maximumNames) ?? []
    }

    package func content(of path: String) -> FileContent { read(path, limit: Self.maximumBytes) }

    package func kind(of path: String) -> FileContent { read(path, limit: nil) }

    /// - Parameter limit: of bytes; nil reads none.
    private func read(_ path: String, limit: Int?) -> FileContent {
        let opened: Int32
        do throws(StepFailure) {
            opened = try WorkspaceFile.open(path, in: workspace)
        } catch {
            switch error.code {
            case "requirements_symlink": return .outside
            case "requirements_missing": return .missing
            default: return .unreadable
            }
        }
        defer { close(opened) }
        guard let status = FileStatus(of: opened), !status.isFolder else { return .folder }
        guard status.isFile else { return .unreadable }
        guard let limit else { return .file([]) }
        let bytes = WorkspaceFile.bytes(of: opened, limit: limit + 1)
        return bytes.count > limit ? .unreadable : .file(bytes)
    }
}
