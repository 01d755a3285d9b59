import CFastCGI
import Dispatch
import Glibc
import Synchronization

/// Detects that clients of parked requests disconnected, for any number of connections with one epoll set and thread.
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

    /// Calls `callback` once if the peer closes `connection`, on the watch's thread.
    /// - Returns: a token for ``remove(_:)``, to be called when this side closes the connection. Closing the descriptor
    ///   removes it from the epoll set.
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
        // Not an array: in a function that never returns its slices are never released, so each iteration would leak a
        // copy.
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
