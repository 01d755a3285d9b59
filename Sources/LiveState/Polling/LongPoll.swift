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
    ///   - news: checks for news; called again whenever there may be some. Returns nil for none, which keeps it waiting.
    ///   - send: called exactly once, unless the client leaves first or is refused; nil means timeout.
    package func start<News: Sendable>(
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
        let ticket = hub.wait(on: topic, until: .now + timeout) {
            guard let answer = news() else { return nil }
            return { send(answer) }
        } giveUp: {
            send(news())
        }
        guard let ticket else { return .refused }
        // News may have arrived between the check and the wait: check again, now that nothing can be missed.
        if let answer = news(), hub.leave(ticket) {
            send(answer)
            return .answered
        }
        return .waiting { [hub] in hub.leave(ticket) }
    }
}
