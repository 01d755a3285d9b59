import Synchronization

/// Callers waiting for news on a topic, without a thread or task each.
///
/// A waiter is woken exactly once, by news or by its timeout; one that leaves is not woken. It looks up the news
/// itself, so a wake-up can be early or spurious but is never lost.
package final class PollHub: Sendable {
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
        fileprivate let topic: String
    }

    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let wake: @Sendable () -> Void
    }

    private struct State {
        var lastNumber: UInt64 = 0
        var topics: [String: [UInt64: Waiter]] = [:]
        var count = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let capacity: Int

    package init(capacity: Int) {
        self.capacity = capacity
        Task.detached { [weak self] in
            while self != nil {
                try? await Task.sleep(for: .seconds(1), tolerance: .milliseconds(200))
                self?.wakeOverdue()
            }
        }
    }

    package var count: Int { state.withLock { $0.count } }

    /// - Returns: nil if the hub is full or closed.
    package func wait(
        on topic: String, until deadline: ContinuousClock.Instant, wake: @escaping @Sendable () -> Void
    ) -> Ticket? {
        state.withLock { state in
            guard state.count < capacity, !state.isClosed else { return nil }
            state.lastNumber += 1
            state.count += 1
            state.topics[topic, default: [:]][state.lastNumber] = Waiter(deadline: deadline, wake: wake)
            return Ticket(number: state.lastNumber, topic: topic)
        }
    }

    /// - Returns: false if the waiter has already been woken.
    @discardableResult
    package func leave(_ ticket: Ticket) -> Bool {
        state.withLock { state in
            guard state.topics[ticket.topic]?.removeValue(forKey: ticket.number) != nil else { return false }
            state.count -= 1
            return true
        }
    }

    package func wake(_ topic: String) {
        let waiters = state.withLock { state in
            let waiters = state.topics.removeValue(forKey: topic) ?? [:]
            state.count -= waiters.count
            return waiters
        }
        for waiter in waiters.values { waiter.wake() }
    }

    /// Wakes all waiters and accepts no more.
    package func close() {
        let topics = state.withLock { state in
            state.isClosed = true
            return Array(state.topics.keys)
        }
        for topic in topics { wake(topic) }
    }

    private func wakeOverdue() {
        let now = ContinuousClock.now
        let overdue = state.withLock { state in
            var overdue: [Waiter] = []
            for (topic, waiters) in state.topics {
                for (number, waiter) in waiters where waiter.deadline <= now {
                    state.topics[topic]?.removeValue(forKey: number)
                    overdue.append(waiter)
                }
                if state.topics[topic]?.isEmpty == true { state.topics.removeValue(forKey: topic) }
            }
            state.count -= overdue.count
            return overdue
        }
        for waiter in overdue { waiter.wake() }
    }
}
