import Model
import Ports
import CGit2

/// libgit2 callbacks: report progress and stop the transfer at a limit.
final class FetchEvents {
    private static let interval = Duration.milliseconds(250)

    static let anyUser = "oauth2"

    private(set) var isTooLarge = false
    /// True once libgit2 could not use what is in the workspace's own repository.
    private(set) var isRepositoryBroken = false
    /// True once this connection's server left out history as it was asked to.
    var serverShortens = false
    private(set) var certificateRefused = false
    /// True when the server asks for credentials again after it received the token.
    private(set) var tokenRefused = false
    private var tokenGiven = false
    private var host = ""
    private var token: String?
    private var user = anyUser
    /// Bytes received before this connection, which count too.
    private(set) var earlierBytes = 0
    private let limits: FetchLimits
    private let report: (FetchProgress) -> Void
    private var counts = FetchProgress()
    private var reported: FetchProgress?
    private var reportedAt: ContinuousClock.Instant?

    init(limits: FetchLimits, report: @escaping (FetchProgress) -> Void) {
        self.limits = limits
        self.report = report
    }

    var hasToken: Bool { token != nil }
    /// Bytes that may still be received.
    var remainingBytes: Int { max(0, limits.bytes - earlierBytes - counts.receivedBytes) }

    /// Starts over with a connection for this job; what was received before stays counted.
    func connect(for job: FetchJob) {
        serverShortens = false
        (host, token, user) = (job.host, job.token, job.user ?? Self.anyUser)
        (certificateRefused, tokenGiven, tokenRefused) = (false, false, false)
        earlierBytes += counts.receivedBytes
        counts = FetchProgress()
    }

    /// Counts bytes that arrived by other means.
    /// - Returns: false once they exceed the limit.
    func receive(_ bytes: Int) -> Bool {
        counts.receivedBytes += bytes
        report(isLast: false)
        return earlierBytes + counts.receivedBytes <= limits.bytes
    }

    /// - Parameter kind: of libgit2's error, `git_error_t`.
    func meets(errorOf kind: Int32?) {
        guard let kind, Self.ownKinds.contains(git_error_t(rawValue: UInt32(kind))) else { return }
        meetsBrokenRepository()
    }

    func meetsBrokenRepository() { isRepositoryBroken = true }
    func opensRepository() { isRepositoryBroken = false }

    private static let ownKinds = [
        GIT_ERROR_OS, GIT_ERROR_REFERENCE, GIT_ERROR_ZLIB, GIT_ERROR_REPOSITORY, GIT_ERROR_CONFIG, GIT_ERROR_ODB,
        GIT_ERROR_INDEX, GIT_ERROR_OBJECT, GIT_ERROR_TREE, GIT_ERROR_FILESYSTEM, GIT_ERROR_INVALID,
    ]

    func check(_ code: Int32, _ doing: String) throws(StepFailure) {
        guard code < 0 else { return }
        throw GitFailure.of(code, while: doing, events: self, host: host)
    }

    static func callbacks(_ payload: UnsafeMutableRawPointer) -> git_remote_callbacks {
        var callbacks = git_remote_callbacks()
        git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
        callbacks.payload = payload
        callbacks.transfer_progress = { progress, payload in
            guard let progress, let payload else { return 0 }
            return FetchEvents.from(payload).received(progress.pointee)
        }
        callbacks.certificate_check = { _, isValid, _, payload in
            guard isValid == 0, let payload else { return 0 }
            FetchEvents.from(payload).certificateRefused = true
            // Refuses it with libgit2's own words.
            return GIT_PASSTHROUGH.rawValue
        }
        callbacks.credentials = { credential, _, _, allowed, payload in
            guard let payload else { return GIT_EAUTH.rawValue }
            return FetchEvents.from(payload).signIn(credential, allowed)
        }
        return callbacks
    }

    static let checkoutProgress: git_checkout_progress_cb = { _, done, total, payload in
        guard let payload else { return }
        FetchEvents.from(payload).checkedOut(done, of: total)
    }

    private static func from(_ payload: UnsafeMutableRawPointer) -> FetchEvents {
        Unmanaged<FetchEvents>.fromOpaque(payload).takeUnretainedValue()
    }

    /// Sends the token once, and only to the job's own host: ``PinnedStream`` connects to no other. Forges accept any
    /// user name with a token; GitLab and Bitbucket document `oauth2`. GitLab's deploy tokens need their own.
    private func signIn(
        _ credential: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, _ allowed: UInt32
    ) -> Int32 {
        guard let token, allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else { return GIT_EAUTH.rawValue }
        tokenRefused = tokenGiven
        guard !tokenGiven else { return GIT_EAUTH.rawValue }
        tokenGiven = true
        return git_credential_userpass_plaintext_new(credential, user, token)
    }

    /// - Returns: a non-zero value to make libgit2 stop.
    private func received(_ progress: git_indexer_progress) -> Int32 {
        counts.receivedObjects = Int(progress.received_objects)
        counts.totalObjects = Int(progress.total_objects)
        counts.receivedBytes = progress.received_bytes
        isTooLarge = earlierBytes + counts.receivedBytes > limits.bytes
        report(isLast: counts.receivedObjects == counts.totalObjects)
        return isTooLarge ? GIT_EUSER.rawValue : 0
    }

    private func checkedOut(_ done: Int, of total: Int) {
        counts.checkedOutFiles = done
        counts.totalFiles = total
        report(isLast: done == total)
    }

    private func report(isLast: Bool) {
        guard counts != reported else { return }
        if !isLast, let reportedAt, reportedAt.advanced(by: Self.interval) > .now { return }
        reportedAt = .now
        reported = counts
        report(counts)
    }
}
