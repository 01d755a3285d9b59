package import Model

/// Source of the apps' code.
package protocol RepositorySource: Sendable {
    /// Updates `workspace` to the latest commit of the reference, or to `commit` if given.
    ///
    /// Untracked files are kept. What the checkout would overwrite or remove and did not itself write is moved to the
    /// order's folder below ``KeptFiles/place``. A broken local repository is made again.
    ///
    /// Runs as `uid`, with limits on time, size and stalls, in its own process group, which is killed when the task is
    /// cancelled.
    /// Submodules and Git LFS files come with it, from hosts that the order allows.
    /// - Throws: ``StepFailure`` with a code like `repository_redirect`, `repository_tls`, `git_timeout`, `repo_empty`.
    func fetch(
        _ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void
    ) async throws -> FetchedRepository
}

package struct FetchOrder: Equatable, Sendable {
    /// Which files of the commit are checked out.
    package enum Scope: Equatable, Sendable {
        /// What the checkout would overwrite or remove and did not itself write is moved aside.
        case everything(Keeping)
        /// Only files that show how an app is started (``SurveyedFile``), limited to this many bytes of pack data.
        case survey(maximumBytes: Int)
    }

    /// Where files go that are moved aside.
    package struct Keeping: Equatable, Sendable {
        /// Of a folder below ``KeptFiles/place``; begins with a time.
        package let name: String
        /// Folders there with a name below this one are deleted.
        package let expired: String

        package init(name: String, expired: String) {
            self.name = name
            self.expired = expired
        }
    }

    package let repository: RepositoryURL
    /// nil for the server's default branch.
    package let reference: GitReference?
    /// For a private repository; sent only to the repository's own host.
    package let token: RepositoryToken?
    /// Sent with the token; nil where the host takes any.
    package let user: RepositoryUser?
    /// A commit that the workspace should already have; nothing is fetched then.
    package let commit: CommitID?
    /// Commits that the workspace keeps, besides the one that is checked out.
    package let retained: [CommitID]
    /// The commit that was checked out last; nil if unknown.
    package let written: CommitID?
    package let admission: RepositoryHosts.Admission
    /// Hosts that submodules and large files may come from; nil for none but the repository's own.
    package let hosts: RepositoryHosts?
    package let scope: Scope
    /// Absolute path of an existing folder owned by `uid`.
    package let workspace: String
    package let uid: UInt32

    package init(
        repository: RepositoryURL, reference: GitReference?, token: RepositoryToken? = nil,
        user: RepositoryUser? = nil, commit: CommitID?, retained: [CommitID] = [], written: CommitID? = nil,
        admission: RepositoryHosts.Admission, hosts: RepositoryHosts? = nil, scope: Scope, workspace: String,
        uid: UInt32
    ) {
        self.repository = repository
        self.reference = reference
        self.token = token
        self.user = user
        self.commit = commit
        self.retained = retained
        self.written = written
        self.admission = admission
        self.hosts = hosts
        self.scope = scope
        self.workspace = workspace
        self.uid = uid
    }
}

package struct FetchedRepository: Equatable, Sendable, Codable {
    /// The checked-out commit.
    package let commit: CommitID
    package let info: CommitInfo?
    /// The branch, tag or commit that was fetched; nil if none was given and the server's `HEAD` is not a branch, or if
    /// nothing was fetched.
    package var branch: String?
    /// The server's branches, default branch first; empty if nothing was fetched.
    package var branches: [String] = []
    /// Number of files in the commit; only set by a survey.
    package var files: Int?
    /// Sentences for the app's log: what was left out, and why.
    package var remarks: [String] = []
    /// Everything that the deployment moved aside; nil for nothing.
    package var kept: KeptFiles?

    package init(
        commit: CommitID, info: CommitInfo? = nil, branch: String? = nil, branches: [String] = [], files: Int? = nil
    ) {
        self.commit = commit
        self.info = info
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
