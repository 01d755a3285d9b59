/// Where the code of apps comes from.
package protocol RepositorySource: Sendable {
    /// Brings `workspace` to the newest commit of the branch, or to `commit` if that is given.
    ///
    /// Files that Git does not know stay as they are. Runs as `uid`, under limits of time, size and stall, in a process
    /// group of its own that is killed when the task is cancelled.
    /// - Throws: ``StepFailure`` with a code such as `repository_redirect`, `repository_tls`, `git_timeout`, `repo_empty`.
    func fetch(
        _ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void
    ) async throws -> FetchedRepository
}

package struct FetchOrder: Equatable, Sendable {
    /// Which files of the commit are checked out.
    package enum Scope: Equatable, Sendable {
        case everything
        /// Only what tells how an app is started (``SurveyedFile``), and at most so many bytes of pack data.
        case survey(maximumBytes: Int)
    }

    package let repository: RepositoryURL
    package let branch: BranchName?
    /// For a private repository; given to the repository's own host alone.
    package let token: RepositoryToken?
    /// A commit that the workspace already has; then nothing is fetched.
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
    /// The commit that is checked out.
    package let commit: CommitID
    /// The branch it was fetched from; nil when no branch was given and the server's `HEAD` stands for none, and when
    /// nothing was fetched.
    package var branch: String?
    /// The server's branches, the default one first; nothing when nothing was fetched.
    package var branches: [String] = []
    /// How many files the commit holds; counted in a survey alone.
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
