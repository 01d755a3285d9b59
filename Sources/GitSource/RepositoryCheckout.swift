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
        guard let kept = job.kept.map(KeptFolder.init) else { return (try survey(), CommitParts()) }
        let mending = RepositoryMending(folder: job.workspace)
        if !mending.run() { try mending.moveAside(to: kept) }
        let wasThere = mending.isThere
        events.opensRepository()
        do {
            return try checkOut(keeping: kept)
        } catch  where wasThere && events.isRepositoryBroken && error.code == GitFailure.unknownCode {
            try mending.moveAside(to: kept)
            return try checkOut(keeping: kept)
        }
    }

    private func survey() throws(StepFailure) -> FetchedRepository {
        let repository = try LocalRepository(at: job.workspace, events)
        let (target, advertised) = try target(in: repository)
        let checkout = try checkout(of: target, in: repository)
        var fetched = try fetched(checkout, advertised)
        let survey = try CommitSurvey(of: checkout.commit, in: repository.handle)
        fetched.files = survey.files
        try checkout.write(to: job.workspace, only: survey.paths)
        return fetched
    }

    private func checkOut(keeping kept: KeptFolder) throws(StepFailure) -> (FetchedRepository, CommitParts) {
        let repository = try LocalRepository(at: job.workspace, events)
        let (target, advertised) = try target(in: repository)
        let checkout = try checkout(of: target, in: repository)
        let fetched = try fetched(checkout, advertised)
        let parts = try reading { () throws(StepFailure) in
            try CommitParts(of: checkout.commit, in: repository.handle)
        }
        let largeFiles = try LargeFiles(parts.largeFiles, for: job, events)
        try largeFiles.obtain()
        let written = repository.written(job.written.flatMap(CommitID.init))
        try reading { () throws(StepFailure) in
            try repository.note(checkout.id, events)
            try moveAside(before: checkout, written, largeFiles.present, in: repository, to: kept)
            largeFiles.moveAside()
            try checkout.write(to: job.workspace)
        }
        try largeFiles.putInPlace()
        RepositoryCompaction(of: repository.handle, in: job.workspace, shortens: events.serverShortens)
            .run(keeping: job.retained.compactMap(CommitID.init))
        return (fetched, parts)
    }

    /// Takes an error without a cause of its own for one of the repository, whose objects `body` reads.
    private func reading<Value>(_ body: () throws(StepFailure) -> Value) throws(StepFailure) -> Value {
        do {
            return try body()
        } catch  where error.code == GitFailure.unknownCode {
            events.meetsBrokenRepository()
            throw error
        }
    }

    private func moveAside(
        before checkout: borrowing CommitCheckout, _ written: [git_oid], _ largeFiles: [String: LFSPointer],
        in repository: borrowing LocalRepository, to kept: KeptFolder
    ) throws(StepFailure) {
        guard let top = OpenFolder(job.workspace), let tree = GitTree.top(of: checkout.id, in: repository.handle) else {
            throw GitFailure.unknown("the commit is not whole")
        }
        let content = WrittenContent(repository: repository.handle, largeFiles: largeFiles)
        let trees = written.compactMap { GitTree.top(of: $0, in: repository.handle) }
        try ForeignFiles(content: content, kept: kept).moveAside(in: top, before: tree, written: trees)
    }

    private func checkout(
        of target: git_oid, in repository: borrowing LocalRepository
    ) throws(StepFailure) -> CommitCheckout {
        let checkout = try CommitCheckout(of: target, in: repository.handle, named: job.reference ?? "HEAD", events)
        try checkout.requireNoReservedNames()
        return checkout
    }

    private func fetched(
        _ checkout: borrowing CommitCheckout, _ advertised: AdvertisedReferences
    ) throws(StepFailure) -> FetchedRepository {
        guard let commit = checkout.commitID else { throw GitFailure.unknown("the commit has no ID") }
        return FetchedRepository(
            commit: commit, info: checkout.info, branch: job.reference ?? advertised.defaultBranch,
            branches: advertised.branches)
    }

    /// - Returns: a commit or a tag that the repository has.
    private func target(
        in repository: borrowing LocalRepository
    ) throws(StepFailure) -> (git_oid, AdvertisedReferences) {
        var job = job
        if let commit = job.commit { job.reference = commit }
        if let commit = wantedCommit, repository.has(commit) {
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
    private var wantedCommit: CommitID? {
        job.commit.flatMap(CommitID.init) ?? job.reference.flatMap { try? GitReference($0) }?.commit
    }
}
