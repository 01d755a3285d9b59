import Model
import Ports
import CGit2

/// Checks out a commit in the folder of its repository.
struct CommitCheckout: ~Copyable {
    let id: git_oid
    let commit: OpaquePointer
    let repository: OpaquePointer
    private let events: FetchEvents

    /// - Parameter target: a commit, or a tag that leads to one.
    /// - Parameter name: the target for users.
    init(of target: git_oid, in repository: OpaquePointer, named name: String, _ events: FetchEvents)
        throws(StepFailure)
    {
        var target = target
        var object: OpaquePointer?
        let found = git_object_lookup(&object, repository, &target, GIT_OBJECT_ANY)
        guard found != GIT_ENOTFOUND.rawValue else { throw GitFailure.commitMissing }
        try events.check(found, "find the commit")
        defer { git_object_free(object) }
        var peeled: OpaquePointer?
        guard git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) == 0, let peeled else {
            throw GitFailure.notACommit(name)
        }
        commit = peeled
        id = git_commit_id(peeled).pointee
        self.repository = repository
        self.events = events
    }

    deinit { git_object_free(commit) }

    var commitID: CommitID? { CommitID(id.text) }

    /// Who wrote the commit and what it says.
    var info: CommitInfo? {
        guard let author = git_commit_author(commit)?.pointee else { return nil }
        return CommitInfo(
            subject: git_commit_summary(commit).map { String(cString: $0) } ?? "",
            author: author.name.map { String(cString: $0) } ?? "", secondsSince1970: Int(author.when.time))
    }

    /// Writes these files of the commit, or all, where the folder has others, and makes it the repository's `HEAD`.
    /// ``ForeignFiles`` has removed what the commit does not have.
    /// - Parameter folder: set here instead of using `core.worktree`, which the app can write.
    func write(to folder: String, only paths: [String]? = nil) throws(StepFailure) {
        guard let tree = GitTree.top(of: id, in: repository) else {
            throw GitFailure.unknown("the commit is not whole")
        }
        var options = git_checkout_options()
        git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION))
        options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
        // Neither the index nor `HEAD` say what is there: the app can write them.
        options.baseline = tree.handle
        options.progress_payload = Unmanaged.passUnretained(events).toOpaque()
        options.progress_cb = FetchEvents.checkoutProgress
        if paths != nil { options.checkout_strategy |= GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH.rawValue }
        // An empty list would mean all paths.
        if paths?.isEmpty != true {
            let code = withGitStrings(paths ?? []) { paths in
                folder.withCString { folder in
                    options.target_directory = folder
                    options.paths = paths
                    return git_checkout_tree(repository, commit, &options)
                }
            }
            try events.check(code, "check out the files")
        }
        if paths == nil { try writeIndex(of: tree) }
        var target = id
        try events.check(git_repository_set_head_detached(repository, &target), "move to the commit")
    }

    /// For the app's own use of Git: the checkout adds only what it writes.
    private func writeIndex(of tree: GitTree) throws(StepFailure) {
        var index: OpaquePointer?
        try events.check(git_repository_index(&index, repository), "open the index")
        defer { git_index_free(index) }
        try events.check(git_index_read_tree(index, tree.handle), "fill the index")
        try events.check(git_index_write(index), "write the index")
    }
}

extension git_oid {
    /// In hexadecimal digits.
    var text: String {
        var oid = self
        var buffer = [CChar](repeating: 0, count: Int(GIT_OID_SHA1_HEXSIZE) + 1)
        git_oid_tostr(&buffer, buffer.count, &oid)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
