import CGit2
// Declares the kinds of sockets too, and Swift may take them from there.
import CCurl
import Glibc
import Synchronization

/// The TCP connection under libgit2's TLS. We open it ourselves so that the address we check is the address we connect
/// to (a second lookup caused Gitea's CVE-2026-70357), so that it reaches only the job's host, and so that stalled and
/// slow transfers end, which libgit2 does not ensure.
enum PinnedStream {
    /// The name exists without an address: EAI_NODATA, which glibc declares only for _GNU_SOURCE.
    private static let noAddress: Int32 = -5

    enum Refusal: Sendable {
        case otherHost(String)
        case privateAddress
        case unknownHost
        case unresolved(String)
        case unreachable(String)
        case noAnswer(seconds: Int)
        case stalled
    }

    private struct State {
        var job: FetchJob?
        var refusal: Refusal?
        var wasClosed = false
        var windowStart = ContinuousClock.now
        var windowBytes = 0
    }

    /// Global, since libgit2 passes no context to a new stream and each child runs one job.
    private static let state = Mutex(State())

    /// Why a connection was refused or dropped; nil if none was.
    static var refusal: Refusal? { state.withLock { $0.refusal } }

    /// Whether the server closed or reset the connection since ``register(for:)``.
    static var wasClosed: Bool { state.withLock { $0.wasClosed } }

    /// Allows connections to the job's host, and to no other. Forgets what happened before.
    static func register(for job: FetchJob) -> Int32 {
        state.withLock { $0 = State(job: job) }
        var registration = git_stream_registration()
        registration.version = GIT_STREAM_VERSION
        registration.`init` = { out, host, port in PinnedStream.make(out, host, port) }
        return git_stream_register(GIT_STREAM_STANDARD, &registration)
    }

    private static func refuse(_ refusal: Refusal) -> Int32 {
        state.withLock { $0.refusal = $0.refusal ?? refusal }
        return -1
    }

    // MARK: - libgit2 callbacks

    private static func make(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_stream>?>?, _ host: UnsafePointer<CChar>?,
        _ port: UnsafePointer<CChar>?
    ) -> Int32 {
        guard let out, let host, let port, let job = state.withLock({ $0.job }) else { return -1 }
        guard String(cString: host) == job.host, String(cString: port) == job.port else {
            return refuse(.otherHost(String(cString: host)))
        }
        let stream = UnsafeMutablePointer<dcc_git_stream>.allocate(capacity: 1)
        stream.initialize(to: dcc_git_stream())
        stream.pointee.socket = -1
        stream.pointee.parent.version = GIT_STREAM_VERSION
        stream.pointee.parent.connect = { PinnedStream.connect($0) }
        stream.pointee.parent.read = { PinnedStream.read($0, $1, $2) }
        stream.pointee.parent.write = { stream, bytes, count, _ in PinnedStream.write(stream, bytes, count) }
        stream.pointee.parent.close = { stream in
            close(PinnedStream.socket(of: stream))
            return 0
        }
        stream.pointee.parent.free = { stream in
            guard let stream else { return }
            UnsafeMutableRawPointer(stream).assumingMemoryBound(to: dcc_git_stream.self).deallocate()
        }
        out.pointee = UnsafeMutableRawPointer(stream).assumingMemoryBound(to: git_stream.self)
        return 0
    }

    private static func connect(_ stream: UnsafeMutablePointer<git_stream>?) -> Int32 {
        guard let stream, let job = state.withLock({ $0.job }) else { return -1 }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(job.host, job.port, &hints, &list)
        guard code == 0 else {
            let isUnknown = code == EAI_NONAME || code == noAddress
            return refuse(isUnknown ? .unknownHost : .unresolved(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }

        var outcome = Refusal.privateAddress
        for candidate in sequence(first: list, next: { $0?.pointee.ai_next }).compactMap(\.?.pointee) {
            if job.publicAddressOnly,
                !PublicAddress.isPublic(UnsafeRawPointer(candidate.ai_addr), family: candidate.ai_family)
            {
                continue
            }
            let socket = Glibc.socket(
                candidate.ai_family, candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
            if connect(socket, candidate, seconds: job.limits.connectSeconds) {
                UnsafeMutableRawPointer(stream).assumingMemoryBound(to: dcc_git_stream.self).pointee.socket = socket
                state.withLock { $0.windowStart = .now }
                return 0
            }
            outcome =
                errno == ETIMEDOUT
                ? .noAnswer(seconds: job.limits.connectSeconds) : .unreachable(String(cString: strerror(errno)))
            close(socket)
        }
        return refuse(outcome)
    }

    private static func connect(_ socket: Int32, _ address: addrinfo, seconds: Int) -> Bool {
        if Glibc.connect(socket, address.ai_addr, address.ai_addrlen) == 0 { return true }
        guard errno == EINPROGRESS else { return false }
        guard wait(socket, for: POLLOUT, seconds: seconds) else {
            errno = ETIMEDOUT
            return false
        }
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size)
        errno = error
        return error == 0
    }

    private static func read(
        _ stream: UnsafeMutablePointer<git_stream>?, _ buffer: UnsafeMutableRawPointer?, _ size: Int
    ) -> Int {
        let socket = socket(of: stream)
        while true {
            let count = recv(socket, buffer, size, 0)
            if count > 0 { return isTooSlow(count) ? Int(refuse(.stalled)) : count }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return closed(count) }
            guard wait(socket, for: POLLIN, seconds: stallSeconds) else { return Int(refuse(.stalled)) }
        }
    }

    private static func write(_ stream: UnsafeMutablePointer<git_stream>?, _ bytes: UnsafePointer<CChar>?, _ count: Int)
        -> Int
    {
        let socket = socket(of: stream)
        while true {
            let sent = send(socket, bytes, count, Int32(MSG_NOSIGNAL))
            if sent >= 0 { return sent }
            guard errno == EAGAIN || errno == EINTR else { return closed(-1) }
            guard wait(socket, for: POLLOUT, seconds: stallSeconds) else { return Int(refuse(.stalled)) }
        }
    }

    private static func closed(_ result: Int) -> Int {
        state.withLock { $0.wasClosed = true }
        return result
    }

    // MARK: - Limits

    private static var stallSeconds: Int { state.withLock { $0.job?.limits.stallSeconds ?? 0 } }

    /// Counts bytes in windows of `slowSeconds`; a window with too few bytes is a stall.
    private static func isTooSlow(_ count: Int) -> Bool {
        state.withLock { state in
            guard let limits = state.job?.limits else { return false }
            state.windowBytes += count
            guard state.windowStart.duration(to: .now) > .seconds(limits.slowSeconds) else { return false }
            defer {
                state.windowStart = .now
                state.windowBytes = 0
            }
            return state.windowBytes < limits.slowBytes
        }
    }

    private static func wait(_ socket: Int32, for events: Int32, seconds: Int) -> Bool {
        var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
        return poll(&entry, 1, Int32(seconds * 1000)) > 0
    }

    private static func socket(of stream: UnsafeMutablePointer<git_stream>?) -> Int32 {
        guard let stream else { return -1 }
        return UnsafeMutableRawPointer(stream).assumingMemoryBound(to: dcc_git_stream.self).pointee.socket
    }
}
