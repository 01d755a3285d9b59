import Model
import Ports
import CGit2
import Glibc

/// Checks out a commit in a workspace with libgit2. Runs only in the child, since libgit2's settings are process-wide.
struct RepositoryCheckout {
    private let job: FetchJob
    private let events: FetchEvents

    init(_ job: FetchJob, progress: @escaping (FetchProgress) -> Void) {
        self.job = job
        events = FetchEvents(limits: job.limits, token: job.token, report: progress)
    }

    /// - Throws: ``StepFailure``.
    func run() throws -> FetchedRepository {
        git_libgit2_init()
        defer { git_libgit2_shutdown() }
        try configureLibrary()
        let repository = try openOrMake()
        defer { git_repository_free(repository) }

        var target = git_oid()
        var advertised = AdvertisedReferences()
        if let commit = job.commit {
            try check(git_oid_fromstr(&target, commit), "read the commit ID")
        } else {
            (target, advertised) = try fetchNewest(into: repository)
        }
        let files = try checkOut(target, in: repository)
        guard let commit = CommitID(Self.text(of: target)) else { throw GitFailure.unknown("the commit has no ID") }
        return FetchedRepository(
            commit: commit, branch: job.branch ?? advertised.defaultBranch, branches: advertised.branches, files: files)
    }

    // MARK: - Library and repository

    private func configureLibrary() throws {
        // Ignore the host's Git configuration, including proxies and rewritten URLs.
        for level in [GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL] {
            try check(dcc_git_set_search_path(level.rawValue, ""), "set up Git")
        }
        try check(dcc_git_trust(job.caBundle), "read the certificate authorities in \(job.caBundle)")
        try check(dcc_git_set_mwindow_mapped_limit(1 << 30), "set up Git")
        try check(PinnedStream.register(for: job), "set up the connection")
    }

    private func openOrMake() throws -> OpaquePointer {
        forgetAlternates()
        var repository: OpaquePointer?
        let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
        if git_repository_open_ext(&repository, job.workspace, flags, nil) != 0 {
            try check(git_repository_init(&repository, job.workspace, 0), "create the repository")
        }
        guard let repository else { throw GitFailure.unknown("no repository") }
        // Reject file names that other file systems would treat as `.git` (CVE-2014-9390, CVE-2019-1352).
        var configuration: OpaquePointer?
        try check(git_repository_config(&configuration, repository), "configure the repository")
        defer { git_config_free(configuration) }
        for key in ["core.protectHFS", "core.protectNTFS"] {
            try check(git_config_set_bool(configuration, key, 1), "configure the repository")
        }
        excludeOurFolder()
        return repository
    }

    /// `.dcc/` holds the virtual environment and caches. The repository's own `.gitignore` is not changed.
    private func excludeOurFolder() {
        let path = "\(job.workspace)/.git/info/exclude"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { return }
        defer { close(file) }
        let line = Array("/.dcc/\n".utf8)
        _ = write(file, line, line.count)
    }

    /// The app can write to `.git` and point to objects anywhere on the host.
    private func forgetAlternates() {
        for name in ["alternates", "http-alternates"] { unlink("\(job.workspace)/.git/objects/info/\(name)") }
    }

    // MARK: - Fetch

    private func fetchNewest(into repository: OpaquePointer) throws -> (git_oid, AdvertisedReferences) {
        let remote = try makeRemote(repository)
        defer { git_remote_free(remote) }
        let payload = Unmanaged.passUnretained(events).toOpaque()

        var connecting = git_remote_connect_options()
        git_remote_connect_options_init(&connecting, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
        connecting.callbacks = FetchEvents.callbacks(payload)
        connecting.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        try check(git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &connecting), "reach the repository")
        let advertised = try AdvertisedReferences(remote, limit: job.limits.references)
        let (reference, target) = try advertised.choose(job.branch)

        var options = git_fetch_options()
        git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
        options.callbacks = FetchEvents.callbacks(payload)
        options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.proxy_opts.type = GIT_PROXY_NONE
        dcc_git_set_depth(&options, 1)
        try withStringArray(["+\(reference):refs/remotes/origin/dcc"]) { references in
            try check(git_remote_fetch(remote, &references, &options, nil), "fetch the repository")
        }
        return (target, advertised)
    }

    private func makeRemote(_ repository: OpaquePointer) throws -> OpaquePointer {
        var options = git_remote_create_options()
        git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION))
        options.repository = repository
        // The app can write the workspace's Git configuration: it must not redirect us.
        options.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
        var remote: OpaquePointer?
        try check(git_remote_create_with_opts(&remote, job.url, &options), "read the address")
        guard let remote else { throw GitFailure.unknown("no remote") }
        return remote
    }

    // MARK: - Checkout

    /// - Returns: the commit's file count, only for a survey.
    private func checkOut(_ target: git_oid, in repository: OpaquePointer) throws -> Int? {
        var target = target
        var commit: OpaquePointer?
        let found = git_object_lookup(&commit, repository, &target, GIT_OBJECT_COMMIT)
        guard found != GIT_ENOTFOUND.rawValue else { throw GitFailure.commitMissing }
        try check(found, "find the commit")
        defer { git_object_free(commit) }

        var options = git_checkout_options()
        git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION))
        options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
        options.progress_payload = Unmanaged.passUnretained(events).toOpaque()
        options.progress_cb = FetchEvents.checkoutProgress
        var survey: CommitSurvey?
        if job.isSurvey, let commit { survey = try CommitSurvey(of: commit, in: repository) }
        // An empty list would mean all paths.
        if survey?.paths.isEmpty != true {
            options.checkout_strategy |= survey == nil ? 0 : GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH.rawValue
            // Set the target here instead of using `core.worktree`, which the app can write.
            try job.workspace.withCString { workspace in
                options.target_directory = workspace
                try withStringArray(survey?.paths ?? []) { paths in
                    options.paths = paths
                    try check(git_checkout_tree(repository, commit, &options), "check out the files")
                }
            }
        }
        try check(git_repository_set_head_detached(repository, &target), "move to the commit")
        return survey?.files
    }

    private func withStringArray(_ texts: [String], _ body: (inout git_strarray) throws -> Void) throws {
        var copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        try copies.withUnsafeMutableBufferPointer { buffer in
            var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
            try body(&array)
        }
    }

    private static func text(of oid: git_oid) -> String {
        var oid = oid
        var buffer = [CChar](repeating: 0, count: Int(GIT_OID_SHA1_HEXSIZE) + 1)
        git_oid_tostr(&buffer, buffer.count, &oid)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func check(_ code: Int32, _ doing: String) throws {
        guard code < 0 else { return }
        throw GitFailure.of(code, while: doing, events: events, host: job.host)
    }
}
