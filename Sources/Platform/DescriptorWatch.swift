import CLinux
import Dispatch
import Glibc
import Synchronization

/// Waits for any number of descriptors with one epoll set and one thread.
///
/// Dispatch's sources are no substitute on Linux: when the other end of a pipe is closed while its source is suspended,
/// Dispatch keeps a pointer to the source after it has freed it, and the process crashes later on.
package final class DescriptorWatch: Sendable {
    package enum Event: Sendable {
        /// There is something to read, or the other end is closed. A pidfd is readable once its process has ended.
        case readable
        /// The peer of a socket has closed it.
        case disconnected

        fileprivate var mask: UInt32 {
            switch self {
            case .readable: EPOLLIN.rawValue | EPOLLONESHOT.rawValue
            case .disconnected: EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
            }
        }
    }

    private struct State {
        var lastToken: UInt64 = 0
        var callbacks: [UInt64: @Sendable () -> Void] = [:]
    }

    private let epoll: Int32
    private let state = Mutex(State())

    /// - Parameter label: of the thread's queue.
    package init(label: String) throws(SystemCallFailure) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw SystemCallFailure("epoll_create1") }
        DispatchQueue(label: label).async { [self] in run() }
    }

    /// Calls `callback` once at the event, on the watch's thread. Closing the descriptor takes it out of the epoll set.
    /// - Returns: a token for ``remove(_:)``, to be called before the descriptor is closed; nil if the kernel refuses to
    ///   watch it.
    package func add(_ descriptor: Int32, until event: Event, _ callback: @escaping @Sendable () -> Void) -> UInt64? {
        let token = state.withLock { state in
            state.lastToken += 1
            state.callbacks[state.lastToken] = callback
            return state.lastToken
        }
        var entry = epoll_event()
        entry.events = event.mask
        entry.data.u64 = token
        if epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &entry) == 0 { return token }
        // It stays in the set after its last event.
        if errno == EEXIST, epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &entry) == 0 { return token }
        remove(token)
        return nil
    }

    /// The callback is not called any more, unless it has begun.
    package func remove(_ token: UInt64) {
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
