import Model
import CGit2
import Glibc

/// Fetches a branch, a tag or a commit from the job's server into a repository, without history where the server can.
struct RemoteFetch {
    static let localName = "refs/remotes/origin/dcc"
    /// More history than any repository has: completes a shallow one (GIT_FETCH_DEPTH_UNSHALLOW).
    private static let everything: Int32 = 2_147_483_647

    let job: FetchJob
    let events: FetchEvents
    let repository: OpaquePointer

    /// - Returns: the ID of a commit, or of a tag that leads to one.
    func run() throws(StepFailure) -> (target: git_oid, advertised: AdvertisedReferences) {
        let remote = try connect()
        defer { git_remote_free(remote) }
        let advertised = try AdvertisedReferences(remote, limit: job.limits.references)
        switch try advertised.choose(wanted) {
        case .reference(let name):
            try fetch(["+\(name):\(Self.localName)"], from: remote, depth: 1)
            var target = git_oid()
            try events.check(git_reference_name_to_id(&target, repository, Self.localName), "find \(name)")
            return (target, advertised)
        case .commit(let commit):
            return (try fetch(commit, from: remote), advertised)
        }
    }

    private var wanted: GitReference? { job.reference.flatMap { try? GitReference($0) } }

    /// By its ID where the server allows that (uploadpack.allowReachableSHA1InWant and its kin), else among all
    /// branches and tags.
    private func fetch(_ commit: CommitID, from remote: OpaquePointer) throws(StepFailure) -> git_oid {
        var target = git_oid()
        try events.check(git_oid_fromstr(&target, commit.rawValue), "read the commit ID")
        do {
            try fetch(["+\(commit):\(Self.localName)"], from: remote, depth: 1)
        } catch  where Self.isRefusedByID {
            let again = try connect()
            defer { git_remote_free(again) }
            let all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]
            try fetch(all, from: again, depth: Self.everything)
        }
        var object: OpaquePointer?
        guard git_object_lookup(&object, repository, &target, GIT_OBJECT_ANY) == 0 else {
            throw GitFailure.commitNotFound(commit)
        }
        git_object_free(object)
        return target
    }

    /// Servers that do not know shallow clones send the whole history, within the size limit.
    private func fetch(_ references: [String], from remote: OpaquePointer, depth: Int32) throws(StepFailure) {
        var options = git_fetch_options()
        git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        options.callbacks = FetchEvents.callbacks(payload)
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.proxy_opts.type = GIT_PROXY_NONE
        dcc_git_set_depth(&options, depth)
        var isShortened = depth == 1
        var code = withGitStrings(references) { references in git_remote_fetch(remote, &references, &options, nil) }
        if code < 0, Self.lastMessage.contains("support shallow") {
            isShortened = false
            dcc_git_set_depth(&options, 0)
            code = withGitStrings(references) { references in git_remote_fetch(remote, &references, &options, nil) }
        }
        try events.check(code, "fetch the repository")
        events.serverShortens = isShortened
    }

    private func connect() throws(StepFailure) -> OpaquePointer {
        try events.check(PinnedStream.register(for: job), "set up the connection")
        events.connect(for: job)
        var options = git_remote_create_options()
        git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION))
        options.repository = repository
        // The app can write the workspace's Git configuration: it must not redirect us.
        options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
        var remote: OpaquePointer?
        try events.check(git_remote_create_with_opts(&remote, job.url, &options), "read the address")
        guard let remote else { throw GitFailure.unknown("no remote") }

        var connecting = git_remote_connect_options()
        git_remote_connect_options_init(&connecting, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        connecting.callbacks = FetchEvents.callbacks(payload)
        connecting.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        do {
            try events.check(git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &connecting), "reach the repository")
        } catch {
            git_remote_free(remote)
            throw error
        }
        return remote
    }

    private var payload: UnsafeMutableRawPointer { Unmanaged.passUnretained(events).toOpaque() }

    /// libgit2's words for a server that offers no objects by ID, for one that refuses this one, and Git's own.
    private static var isRefusedByID: Bool {
        ["cannot fetch a specific object", "unexpected packet type", "not our ref"].contains(
            where: lastMessage.contains)
    }

    private static var lastMessage: String { git_error_last()?.pointee.message.map { String(cString: $0) } ?? "" }
}

/// Lends C copies of these texts to `body`.
func withGitStrings<Result>(_ texts: [String], _ body: (inout git_strarray) -> Result) -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeMutableBufferPointer { buffer in
        var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
        return body(&array)
    }
}
