import Dispatch
package import FoundationEssentials
import Synchronization

/// Does work every `hours` hours by the wall clock, counted from when it last succeeded: a restart delays nothing, nor does
/// a machine that sleeps.
package final class RecurringWork: Sendable {
    /// How often to check whether the work is due.
    private static let interval = DispatchTimeInterval.seconds(60)
    /// Seconds before failed work is retried.
    private static let retryDelay: TimeInterval = 15 * 60

    private let hours: Int
    private let last: @Sendable () -> Date?
    private let work: @Sendable () async -> Void
    private let queue: DispatchQueue
    private let lastAttempt = Mutex(Date.distantPast)

    /// - Parameters:
    ///   - hours: 0 disables the work.
    ///   - last: when it last succeeded; nil for never.
    package init(
        label: String, everyHours hours: Int, last: @escaping @Sendable () -> Date?,
        work: @escaping @Sendable () async -> Void
    ) {
        self.hours = hours
        self.last = last
        self.work = work
        queue = DispatchQueue(label: label, qos: .utility)
    }

    package func start() {
        guard hours > 0 else { return }
        Task { [self] in
            if isDue(.now) { await run(at: .now) }
            queue.asyncAfter(deadline: .now() + Self.interval) { [self] in start() }
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
