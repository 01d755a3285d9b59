import LiveState
import Dispatch
import Logging

/// Builds responses that read many records on a serial queue, so that the accept threads stay free.
struct BackgroundResponder {
    private let queue = DispatchQueue(label: "dcc.records", qos: .utility)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func answer(_ make: @escaping @Sendable () throws -> APIResponse) -> Answer {
        .later { [queue, logger] send in
            queue.async {
                do {
                    send(try make())
                } catch {
                    logger.error("could not read records", metadata: ["error": "\(error)"])
                    send(Problem.internalError.response)
                }
            }
            return .waiting(leave: {})
        }
    }
}
