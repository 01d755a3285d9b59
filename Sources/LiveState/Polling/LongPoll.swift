import Synchronization

/// One long-poll: answers immediately if there is news, otherwise waits for it.
package struct LongPoll: Sendable {
    package enum Start: Sendable {
        /// Parked. Call `leave` when the client disconnects.
        case waiting(leave: @Sendable () -> Void)
        case answered
        /// Too many clients are waiting.
        case refused
    }

    private let hub: PollHub
    private let topic: String

    package init(hub: PollHub, topic: String) {
        self.hub = hub
        self.topic = topic
    }

    /// - Parameters:
    ///   - news: checks for news; called again whenever there may be some. Returns nil for none.
    ///   - send: called exactly once, unless the client leaves first or is refused; nil means timeout.
    package func start<News>(
        timeout: Duration, news: @escaping @Sendable () -> News?, send: @escaping @Sendable (News?) -> Void
    ) -> Start {
        if let answer = news() {
            send(answer)
            return .answered
        }
        guard timeout > .zero else {
            send(nil)
            return .answered
        }
        let waiter = Waiter(hub: hub, topic: topic, deadline: .now + timeout, news: news, send: send)
        return waiter.park()
    }
}

/// A parked poll. It may be woken by changes that do not concern it: it keeps waiting for the rest of its time then.
private final class Waiter<News>: Sendable {
    private enum Place {
        case outside
        case parked(PollHub.Ticket)
        case left
    }

    private let hub: PollHub
    private let topic: String
    private let deadline: ContinuousClock.Instant
    private let news: @Sendable () -> News?
    private let send: @Sendable (News?) -> Void
    private let place = Mutex(Place.outside)

    init(
        hub: PollHub, topic: String, deadline: ContinuousClock.Instant, news: @escaping @Sendable () -> News?,
        send: @escaping @Sendable (News?) -> Void
    ) {
        self.hub = hub
        self.topic = topic
        self.deadline = deadline
        self.news = news
        self.send = send
    }

    func park() -> LongPoll.Start {
        let isIn = place.withLock { place in
            if case .left = place { return true }
            guard let ticket = hub.wait(on: topic, until: deadline, wake: { self.woken() }) else { return false }
            place = .parked(ticket)
            return true
        }
        guard isIn else { return .refused }
        // News may have arrived between the check and the wait: check again, now that nothing can be missed.
        if let answer = news(), takeOut() {
            send(answer)
            return .answered
        }
        return .waiting { self.leave() }
    }

    func leave() {
        place.withLock { place in
            if case .parked(let ticket) = place { hub.leave(ticket) }
            place = .left
        }
    }

    private func woken() {
        if let answer = news() { return send(answer) }
        guard .now < deadline else { return send(nil) }
        if case .refused = park() { send(nil) }
    }

    /// - Returns: false if it has been woken already.
    private func takeOut() -> Bool {
        place.withLock { place in
            guard case .parked(let ticket) = place else { return false }
            place = .outside
            return hub.leave(ticket)
        }
    }
}
