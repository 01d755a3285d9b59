import CFastCGI
import Dispatch
import Glibc
import Synchronization

/// Notices within a moment when the client of a parked request has left: one epoll set, one thread, any number of
/// connections.
final class DisconnectWatch: Sendable {
    private struct State {
        var lastToken: UInt64 = 0
        var callbacks: [UInt64: @Sendable () -> Void] = [:]
    }

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let state = Mutex(State())

    init() {
        precondition(epoll >= 0, "epoll_create1: \(String(cString: strerror(errno)))")
        DispatchQueue(label: "dcc.fastcgi.disconnects").async { [self] in run() }
    }

    /// Calls back once if the peer closes `connection`.
    /// - Returns: what to give to ``remove(_:)`` when the connection is closed from this side. The descriptor itself
    ///   leaves the set by being closed.
    func add(_ connection: Int32, _ callback: @escaping @Sendable () -> Void) -> UInt64 {
        let token = state.withLock { state in
            state.lastToken += 1
            state.callbacks[state.lastToken] = callback
            return state.lastToken
        }
        var event = epoll_event()
        event.events = EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        event.data.u64 = token
        epoll_ctl(epoll, EPOLL_CTL_ADD, connection, &event)
        return token
    }

    func remove(_ token: UInt64) {
        state.withLock { _ = $0.callbacks.removeValue(forKey: token) }
    }

    private func run() -> Never {
        // Not an array: in a function that never returns its slices are never released, and each round would leave a copy.
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
        while true {
            let count = Int(epoll_wait(epoll, events.baseAddress, Int32(events.count), -1))
            guard count > 0 else { continue }
            for event in events.prefix(count) {
                let callback = state.withLock { $0.callbacks.removeValue(forKey: event.data.u64) }
                callback?()
            }
        }
    }
}
