import Synchronization

/// Children that could not be killed and that nobody waits for. Each is reaped when it ends after all.
package final class LeftBehind: Sendable {
    private let count = Mutex(0)

    package init() {}

    package var isEmpty: Bool { count.withLock { $0 == 0 } }

    func add() { count.withLock { $0 += 1 } }

    func remove() { count.withLock { $0 -= 1 } }
}
