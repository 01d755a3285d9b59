import Model
import Ports
import CGit2
import Glibc

/// Checks out a repository's commit in a workspace with libgit2. Runs only in the child, since libgit2's settings are
/// process-wide.
struct RepositoryCheckout {
    private static let pauseBeforeRetry: UInt32 = 1

    let job: FetchJob
    let events: FetchEvents

    /// - Returns: what was checked out, and what the commit only refers to; nothing of that for a survey.
    func run() throws(StepFailure) -> (FetchedRepository, CommitParts) {
        let repository = try LocalRepository(at: job.workspace, events)
        let (target, advertised) = try obtain(in: repository)
        let checkout = try CommitCheckout(
            of: target, in: repository.handle, named: job.reference ?? "HEAD", events)
        try checkout.requireNoReservedNames()
        guard let commit = checkout.commitID else { throw GitFailure.unknown("the commit has no ID") }
        var fetched = FetchedRepository(
            commit: commit, info: checkout.info, branch: job.reference ?? advertised.defaultBranch,
            branches: advertised.branches)
        if job.isSurvey {
            let survey = try CommitSurvey(of: checkout.commit, in: repository.handle)
            fetched.files = survey.files
            try checkout.write(to: job.workspace, only: survey.paths)
            return (fetched, CommitParts())
        }
        let parts = try CommitParts(of: checkout.commit, in: repository.handle)
        let largeFiles = try LargeFiles(parts.largeFiles, for: job, events)
        try largeFiles.obtain()
        largeFiles.moveAside()
        try checkout.write(to: job.workspace)
        try largeFiles.putInPlace()
        RepositoryCompaction(of: repository.handle, in: job.workspace)
            .run(keeping: job.kept.compactMap(CommitID.init))
        return (fetched, parts)
    }

    /// - Returns: a commit or a tag that the repository has.
    private func obtain(
        in repository: borrowing LocalRepository
    ) throws(StepFailure) -> (git_oid, AdvertisedReferences) {
        if let commit = job.commit.flatMap(CommitID.init) ?? wantedCommit, job.commit != nil || repository.has(commit) {
            var target = git_oid()
            try events.check(git_oid_fromstr(&target, commit.rawValue), "read the commit ID")
            return (target, AdvertisedReferences())
        }
        let fetch = RemoteFetch(job: job, events: events, repository: repository.handle)
        do {
            return try fetch.run()
        } catch  where error.code == ConnectionFailure.lostCode {
            sleep(Self.pauseBeforeRetry)
            return try fetch.run()
        }
    }

    /// A commit never changes: where it is, nothing needs to be fetched.
    private var wantedCommit: CommitID? { job.reference.flatMap { try? GitReference($0) }?.commit }
}
