import Synchronization

/// Callers waiting for news on a topic, without a thread or task each.
///
/// A waiter leaves exactly once: with its news, with nothing when its time is up, or by itself. A wake-up that is not
/// about it leaves it where it is.
package final class PollHub: Sendable {
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
        fileprivate let topic: String
    }

    package typealias Send = @Sendable () -> Void

    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let news: @Sendable () -> Send?
        let giveUp: Send
    }

    private struct State {
        var lastNumber: UInt64 = 0
        var topics: [String: [UInt64: Waiter]] = [:]
        var count = 0
        var isClosed = false

        /// - Returns: nil if the waiter has left.
        mutating func take(_ number: UInt64, of topic: String) -> Waiter? {
            guard let waiter = topics[topic]?.removeValue(forKey: number) else { return nil }
            if topics[topic]?.isEmpty == true { topics[topic] = nil }
            count -= 1
            return waiter
        }
    }

    private let state = Mutex(State())
    private let capacity: Int

    package init(capacity: Int) {
        self.capacity = capacity
        Task.detached { [weak self] in
            while self != nil {
                try? await Task.sleep(for: .seconds(1), tolerance: .milliseconds(200))
                self?.dismiss { $0.deadline <= .now }
            }
        }
    }

    package var count: Int { state.withLock { $0.count } }

    /// - Parameters:
    ///   - news: looks for news; returns how to send it, or nil for none. May be called by several threads.
    ///   - giveUp: sends that there is none, when the time is up or the hub closes.
    /// - Returns: nil if the hub is full or closed.
    package func wait(
        on topic: String, until deadline: ContinuousClock.Instant, news: @escaping @Sendable () -> Send?,
        giveUp: @escaping Send
    ) -> Ticket? {
        state.withLock { state in
            guard state.count < capacity, !state.isClosed else { return nil }
            state.lastNumber += 1
            state.count += 1
            state.topics[topic, default: [:]][state.lastNumber] = Waiter(
                deadline: deadline, news: news, giveUp: giveUp)
            return Ticket(number: state.lastNumber, topic: topic)
        }
    }

    /// - Returns: false if the waiter has already left.
    @discardableResult
    package func leave(_ ticket: Ticket) -> Bool {
        state.withLock { $0.take(ticket.number, of: ticket.topic) != nil }
    }

    /// Sends those who wait on the topic their news, if there is some for them.
    package func wake(_ topic: String) {
        let found = state.withLock { $0.topics[topic] ?? [:] }.compactMap { number, waiter in
            waiter.news().map { (number, $0) }
        }
        let sends = state.withLock { state in
            found.compactMap { number, send in state.take(number, of: topic).map { _ in send } }
        }
        for send in sends { send() }
    }

    /// Sends all waiters away and accepts no more.
    package func close() {
        state.withLock { $0.isClosed = true }
        dismiss { _ in true }
    }

    private func dismiss(_ isDue: (Waiter) -> Bool) {
        let due = state.withLock { state in
            state.topics.flatMap { topic, waiters in
                waiters.filter { isDue($0.value) }.keys.map { (topic, $0) }
            }.compactMap { topic, number in state.take(number, of: topic) }
        }
        for waiter in due { waiter.giveUp() }
    }
}
