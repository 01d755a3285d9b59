import Synchronization

/// Limits the number of recorded refusals per user and minute, so that refusals cannot fill the audit log.
final class RefusalMeter: Sendable {
    enum Decision: Equatable {
        case write
        /// The limit for this minute is reached: record once that there were more.
        case writeThatThereAreMore
        case leave
    }

    private struct Count {
        var since: ContinuousClock.Instant
        var refusals = 0
    }

    static let perMinute = 300
    /// Maximum number of users tracked. When exceeded, all counts are reset.
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
