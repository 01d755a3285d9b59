import Model
import Platform
import FoundationEssentials
import Glibc

/// Workspace and stack folders as possible orphans; symbolic links are ignored.
package struct CleanupFolders: Sendable {
    let workspaces: Workspaces
    /// Parent folder of the generated Compose files, with one folder per app.
    let stacks: String

    package init(workspaces: Workspaces, stacks: String) {
        self.workspaces = workspaces
        self.stacks = stacks
    }

    func found() -> [ManagedResource] {
        folders(.stack, in: stacks) + folders(.workspace, in: workspaces.root)
    }

    func bytes(of found: ManagedResource) -> Int64 { FolderSize.bytes(of: path(of: found)) }

    /// - Throws: ``StepFailure``.
    func remove(_ found: ManagedResource) throws(StepFailure) {
        if found.kind == .workspace, let app = found.app, let owner = found.owner {
            _ = try workspaces.remove(app, ownedBy: owner)
        } else {
            do {
                _ = try FolderRemoval.remove(path(of: found))
            } catch {
                throw StepFailure(
                    code: "stack_failed", message: "Could not delete \(path(of: found)) (\(error)).",
                    hint: "Ask the operator to check the folder.")
            }
        }
    }

    private func path(of found: ManagedResource) -> String {
        "\(found.kind == .workspace ? workspaces.root : stacks)/\(found.key)"
    }

    private func folders(_ kind: ManagedResource.Kind, in folder: String) -> [ManagedResource] {
        (FolderListing.names(at: folder) ?? []).sorted().compactMap { name in
            guard let app = try? AppName(name), let status = FileStatus(of: "\(folder)/\(name)"), status.isFolder
            else { return nil }
            return ManagedResource(
                kind, key: name, name: "\(folder)/\(name)", app: app, owner: status.owner, changedAt: status.changedAt)
        }
    }
}
