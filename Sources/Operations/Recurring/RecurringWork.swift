package import FoundationEssentials
import Platform
import Synchronization

/// Does work every `hours` hours by the wall clock, counted from when it last succeeded: a restart delays nothing, nor does
/// a machine that sleeps.
package final class RecurringWork: Sendable {
    /// Seconds before failed work is retried.
    private static let retryDelay: TimeInterval = 15 * 60

    private let hours: Int
    private let last: @Sendable () -> Date?
    private let work: @Sendable () async -> Void
    /// Whether the work is due.
    private let checks: Periodic
    private let lastAttempt = Mutex(Date.distantPast)

    /// - Parameters:
    ///   - hours: 0 disables the work.
    ///   - last: when it last succeeded; nil for never.
    ///   - work: may block; logs its errors itself.
    package init(
        label: String, everyHours hours: Int, last: @escaping @Sendable () -> Date?,
        work: @escaping @Sendable () async -> Void
    ) {
        self.hours = hours
        self.last = last
        self.work = work
        checks = Periodic(label: label, every: .seconds(60))
    }

    package func start() {
        guard hours > 0 else { return }
        checks.start(immediately: true) { [weak self] in
            guard let self, isDue(.now) else { return }
            await run(at: .now)
        }
    }

    func run(at now: Date) async {
        lastAttempt.withLock { $0 = now }
        await work()
    }

    func isDue(_ now: Date) -> Bool {
        // `abs`: if the clock was set back, the last success lies in the future and would block the next.
        let isOld = abs(now.timeIntervalSince(last() ?? .distantPast)) >= Double(hours) * 3600
        return isOld && abs(now.timeIntervalSince(lastAttempt.withLock { $0 })) >= Self.retryDelay
    }
}
