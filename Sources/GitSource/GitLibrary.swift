import Model
import CGit2

/// libgit2's process-wide settings. Only the child uses the library.
enum GitLibrary {
    /// - Parameters:
    ///   - caBundle: PEM file of the certificate authorities trusted for Git servers.
    ///   - verifying: hash objects again when they are read. A fetch has hashed each already.
    static func start(trusting caBundle: String, verifying: Bool, _ events: FetchEvents) throws(StepFailure) {
        git_libgit2_init()
        // Ignore the host's Git configuration, including proxies and rewritten URLs.
        for level in [GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL] {
            try events.check(dcc_git_set_search_path(level.rawValue, ""), "set up Git")
        }
        try events.check(dcc_git_trust(caBundle), "read the certificate authorities in \(caBundle)")
        try events.check(dcc_git_verify_objects(verifying ? 1 : 0), "set up Git")
        try events.check(dcc_git_set_mwindow_mapped_limit(1 << 30), "set up Git")
    }
}
