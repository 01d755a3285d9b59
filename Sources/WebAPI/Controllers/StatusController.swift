import LiveState
import Model
import HTTPTypes

/// `/api/status`: the long-poll that keeps pages current.
struct StatusController {
    let board: StatusBoard
    let hub: PollHub

    @Sendable func poll(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let instance = request.query("instance")
        let revision = try request.cursor()
        let timeout = try request.timeout()
        return .later { [board, hub] send in
            LongPoll(hub: hub, topic: StatusBoard.topic).start(timeout: timeout.withJitter) {
                board.news(for: caller, instance: instance, after: revision)
            } send: { news in
                send(.success(.json(.ok, news ?? board.nothingNew())))
            }
        }
    }
}

extension Duration {
    /// Subtracts up to 10 %, so that pages that started waiting together do not return together.
    fileprivate var withJitter: Duration { self * Double.random(in: 0.9...1) }
}
