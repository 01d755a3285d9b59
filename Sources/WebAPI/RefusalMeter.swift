import Synchronization

/// How many refusals of one person are written down, so that nobody fills the audit log by being refused.
final class RefusalMeter: Sendable {
    enum Decision: Equatable {
        case write
        /// Enough for this minute: say once that there were more.
        case writeThatThereAreMore
        case leave
    }

    private struct Count {
        var since: ContinuousClock.Instant
        var refusals = 0
    }

    static let perMinute = 300
    /// People counted at once; all are forgotten when there are more.
    private static let capacity = 10_000

    private let counts = Mutex<[String: Count]>([:])

    func decide(for user: String, at now: ContinuousClock.Instant = .now) -> Decision {
        counts.withLock { counts in
            if counts.count >= Self.capacity { counts.removeAll() }
            var count = counts[user] ?? Count(since: now)
            if count.since.duration(to: now) >= .seconds(60) { count = Count(since: now) }
            count.refusals += 1
            counts[user] = count
            return switch count.refusals {
            case ...Self.perMinute: .write
            case Self.perMinute + 1: .writeThatThereAreMore
            default: .leave
            }
        }
    }
}
