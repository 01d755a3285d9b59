import Model
import CGit2

extension CommitCheckout {
    /// Where the control center keeps an app's environment and caches, in its workspace.
    private static let ownFolder = ".dcc"

    /// - Throws: ``StepFailure`` `repo_reserved_name` for a commit with a file or folder in the place of our own.
    func requireNoReservedNames() throws(StepFailure) {
        var tree: OpaquePointer?
        guard git_commit_tree(&tree, commit) == 0 else { throw GitFailure.unknown("the commit has no files") }
        defer { git_tree_free(tree) }
        guard git_tree_entry_byname(tree, Self.ownFolder) != nil else { return }
        throw StepFailure(
            code: "repo_reserved_name",
            message: "The repository has a file or folder “\(Self.ownFolder)”, where the app's packages are installed.",
            hint: "Remove it from the repository (git rm -r --cached \(Self.ownFolder)), push, then redeploy.")
    }
}
