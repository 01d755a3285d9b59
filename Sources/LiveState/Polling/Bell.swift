import Dispatch
import Synchronization

/// Wakes a topic's waiting polls a moment after its first change, on a queue of its own, so that changes that come
/// together are sent together and none of them waits for the sending.
final class Bell: Sendable {
    private static let collection = DispatchTimeInterval.milliseconds(20)

    private let hub: PollHub
    private let topic: String
    private let prepare: @Sendable () -> Void
    private let queue: DispatchQueue
    private let isRinging = Mutex(false)

    /// - Parameter prepare: runs before the polls wake.
    init(hub: PollHub, topic: String, prepare: @escaping @Sendable () -> Void) {
        self.hub = hub
        self.topic = topic
        self.prepare = prepare
        queue = DispatchQueue(label: "dcc.bell.\(topic)", qos: .userInitiated)
    }

    func ring() {
        let isFirst = isRinging.withLock { isRinging in
            defer { isRinging = true }
            return !isRinging
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + Self.collection) { [self] in
            isRinging.withLock { $0 = false }
            prepare()
            hub.wake(topic)
        }
    }
}
