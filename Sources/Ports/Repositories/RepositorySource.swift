package import Model

/// Source of the apps' code.
package protocol RepositorySource: Sendable {
    /// Updates `workspace` to the latest commit of the branch, or to `commit` if given.
    ///
    /// Untracked files are kept. Runs as `uid`, with limits on time, size and stalls, in its own process group, which
    /// is killed when the task is cancelled.
    /// - Throws: ``StepFailure`` with a code like `repository_redirect`, `repository_tls`, `git_timeout`, `repo_empty`.
    func fetch(
        _ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void
    ) async throws -> FetchedRepository
}

package struct FetchOrder: Equatable, Sendable {
    /// Which files of the commit are checked out.
    package enum Scope: Equatable, Sendable {
        case everything
        /// Only files that show how an app is started (``SurveyedFile``), limited to this many bytes of pack data.
        case survey(maximumBytes: Int)
    }

    package let repository: RepositoryURL
    package let branch: BranchName?
    /// For a private repository; sent only to the repository's own host.
    package let token: RepositoryToken?
    /// A commit that the workspace already has; nothing is fetched then.
    package let commit: CommitID?
    package let admission: RepositoryHosts.Admission
    package let scope: Scope
    /// Absolute path of an existing folder owned by `uid`.
    package let workspace: String
    package let uid: UInt32

    package init(
        repository: RepositoryURL, branch: BranchName?, token: RepositoryToken? = nil, commit: CommitID?,
        admission: RepositoryHosts.Admission, scope: Scope = .everything, workspace: String, uid: UInt32
    ) {
        self.repository = repository
        self.branch = branch
        self.token = token
        self.commit = commit
        self.admission = admission
        self.scope = scope
        self.workspace = workspace
        self.uid = uid
    }
}

package struct FetchedRepository: Equatable, Sendable, Codable {
    /// The checked-out commit.
    package let commit: CommitID
    /// The branch that was fetched; nil if none was given and the server's `HEAD` is not a branch, or if nothing was
    /// fetched.
    package var branch: String?
    /// The server's branches, default branch first; empty if nothing was fetched.
    package var branches: [String] = []
    /// Number of files in the commit; only set by a survey.
    package var files: Int?

    package init(commit: CommitID, branch: String? = nil, branches: [String] = [], files: Int? = nil) {
        self.commit = commit
        self.branch = branch
        self.branches = branches
        self.files = files
    }
}

package struct FetchProgress: Equatable, Sendable, Codable {
    package var receivedObjects: Int
    package var totalObjects: Int
    package var receivedBytes: Int
    package var checkedOutFiles: Int
    package var totalFiles: Int

    package init(
        receivedObjects: Int = 0, totalObjects: Int = 0, receivedBytes: Int = 0, checkedOutFiles: Int = 0,
        totalFiles: Int = 0
    ) {
        self.receivedObjects = receivedObjects
        self.totalObjects = totalObjects
        self.receivedBytes = receivedBytes
        self.checkedOutFiles = checkedOutFiles
        self.totalFiles = totalFiles
    }
}
