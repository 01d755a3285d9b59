import Model
package import Ports
import Dispatch
import FoundationEssentials
import Glibc
package import Logging
import Synchronization

/// Deletes records past their retention, some minutes after the start of the service and then every hour.
///
/// A sweep deletes in many short transactions with pauses, so that other writers come in between. It keeps no state: a
/// sweep that a restart interrupts is done again.
package final class RetentionSchedule: Sendable {
    /// By then a clock that was wrong at boot has usually been set.
    private static let delay = DispatchTimeInterval.seconds(300)
    private static let interval = DispatchTimeInterval.seconds(3600)
    /// Microseconds between two transactions.
    private static let pause: UInt32 = 20_000

    private let store: any RetentionStore
    private let retention: Retention
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.retention", qos: .utility)
    private let leaps = Mutex(ClockJumpDetector())

    package init(store: any RetentionStore, retention: Retention, logger: Logger) {
        self.store = store
        self.retention = retention
        self.logger = logger
    }

    package func start() {
        _ = leaps.withLock { $0.believes(.now, clock: .now) }
        repeatSweep(after: Self.delay)
    }

    private func repeatSweep(after delay: DispatchTimeInterval) {
        queue.asyncAfter(deadline: .now() + delay) { [self] in
            sweep(at: .now, clock: .now) { usleep(Self.pause) }
            repeatSweep(after: Self.interval)
        }
    }

    /// - Parameters:
    ///   - clock: the same moment on the monotonic clock.
    ///   - pause: called after each transaction.
    func sweep(at now: Date, clock: ContinuousClock.Instant, pause: () -> Void = {}) {
        guard leaps.withLock({ $0.believes(now, clock: clock) }) else { return }
        do {
            var deleted = 0
            for subject in try store.retentionSubjects() {
                while case let count = try store.expire(subject, under: retention, now: now), count > 0 {
                    deleted += count
                    pause()
                }
            }
            if deleted > 0 { logger.info("deleted expired records", metadata: ["rows": "\(deleted)"]) }
        } catch {
            logger.warning("could not delete all expired records", metadata: ["error": "\(error)"])
        }
    }
}
