/// One long-poll: answer at once when there is news, else wait for it.
package struct LongPoll: Sendable {
    package enum Start: Sendable {
        /// Parked. Call it when the client has left.
        case waiting(leave: @Sendable () -> Void)
        case answered
        /// Too many wait already.
        case refused
    }

    private let room: WaitingRoom
    private let topic: String

    package init(room: WaitingRoom, topic: String) {
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
        guard let ticket = room.wait(on: topic, for: timeout, wake: { send(news()) }) else { return .refused }
        // News may have come between the look and the wait: look again, now that nothing can be missed.
        if let answer = news(), room.leave(ticket) {
            send(answer)
            return .answered
        }
        return .waiting { [room] in room.leave(ticket) }
    }
}
