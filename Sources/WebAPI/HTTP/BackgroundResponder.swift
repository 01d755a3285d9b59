import ControlCenter
import Dispatch
import Logging

/// Makes answers that read many records: one at a time, and on none of the threads that take requests.
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
                    logger.error("records could not be read", metadata: ["error": "\(error)"])
                    send(Problem.internalError.response)
                }
            }
            return .waiting(leave: {})
        }
    }
}
