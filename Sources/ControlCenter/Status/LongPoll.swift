import Synchronization

/// One long-poll: answer at once when there is news, else wait for it.
package struct LongPoll: Sendable {
    package enum Start: Sendable {
        /// Parked. Call it when the client has left.
        case waiting(leave: @Sendable () -> Void)
        case answered
        /// Too many wait already.
        case refused
    }

    private let room: PollHub
    private let topic: String

    package init(room: PollHub, topic: String) {
        self.room = room
        self.topic = topic
    }

    /// - Parameters:
    ///   - news: looks for news; called again whenever there may be some. Nil is "nothing new".
    ///   - send: called exactly once unless the client leaves first or is refused; nil means the time ran out.
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
        let waiter = Waiter(room: room, topic: topic, deadline: .now + timeout, news: news, send: send)
        return waiter.park()
    }
}

/// A parked poll. What wakes it may be none of its business: then it waits on for the rest of its time.
private final class Waiter<News>: Sendable {
    private enum Place {
        case outside
        case parked(PollHub.Ticket)
        case left
    }

    private let room: PollHub
    private let topic: String
    private let deadline: ContinuousClock.Instant
    private let news: @Sendable () -> News?
    private let send: @Sendable (News?) -> Void
    private let place = Mutex(Place.outside)

    init(
        room: PollHub, topic: String, deadline: ContinuousClock.Instant, news: @escaping @Sendable () -> News?,
        send: @escaping @Sendable (News?) -> Void
    ) {
        self.room = room
        self.topic = topic
        self.deadline = deadline
        self.news = news
        self.send = send
    }

    func park() -> LongPoll.Start {
        let isIn = place.withLock { place in
            if case .left = place { return true }
            guard let ticket = room.wait(on: topic, until: deadline, wake: { self.woken() }) else { return false }
            place = .parked(ticket)
            return true
        }
        guard isIn else { return .refused }
        // News may have come between the look and the wait: look again, now that nothing can be missed.
        if let answer = news(), takeOut() {
            send(answer)
            return .answered
        }
        return .waiting { self.leave() }
    }

    func leave() {
        place.withLock { place in
            if case .parked(let ticket) = place { room.leave(ticket) }
            place = .left
        }
    }

    private func woken() {
        if let answer = news() { return send(answer) }
        guard .now < deadline else { return send(nil) }
        if case .refused = park() { send(nil) }
    }

    /// - Returns: false when somebody wakes it or has woken it.
    private func takeOut() -> Bool {
        place.withLock { place in
            guard case .parked(let ticket) = place else { return false }
            place = .outside
            return room.leave(ticket)
        }
    }
}
