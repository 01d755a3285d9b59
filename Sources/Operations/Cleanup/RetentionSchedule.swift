import Model
package import Ports
import FoundationEssentials
import Glibc
package import Logging
import Platform
import Synchronization

/// Deletes records past their retention every hour: by the first time a clock that was wrong at boot has been set.
///
/// A sweep deletes in many short transactions with pauses, so that other writers come in between. It keeps no state: a
/// sweep that a restart interrupts is done again.
package final class RetentionSchedule: Sendable {
    /// Microseconds between two transactions.
    private static let pause: UInt32 = 20_000

    private let store: any RetentionStore
    private let retention: Retention
    private let logger: Logger
    private let sweeps = Periodic(label: "dcc.retention", every: .seconds(3600))
    private let leaps = Mutex(ClockJumpDetector())

    package init(store: any RetentionStore, retention: Retention, logger: Logger) {
        self.store = store
        self.retention = retention
        self.logger = logger
    }

    package func start() {
        _ = leaps.withLock { $0.believes(.now, clock: .now) }
        sweeps.start { [weak self] in
            self?.sweep(at: .now, clock: .now) { usleep(Self.pause) }
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
