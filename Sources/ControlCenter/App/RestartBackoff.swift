/// Whether an app that should run is brought back after its container ended by itself, and how soon.
///
/// One that ended soon after it had come up would do so again: it is shown as failed, with the reason, at once. One that
/// ran well before, or whose container somebody took away, is brought back, each time later, and not for ever.
struct RestartBackoff: Sendable {
    enum Verdict: Equatable {
        case bringBack(after: Duration)
        /// It ended too soon after it had come up.
        case leave
        /// It was brought back often enough.
        case giveUp
    }

    /// Seconds.
    static let healthyFor = 60.0
    static let limit = 5
    static let window = Duration.seconds(600)

    private var restarts: [ContinuousClock.Instant] = []

    init() {}

    /// - Parameters:
    ///   - ranFor: seconds since it had come up.
    ///   - wasTakenAway: somebody removed its container.
    ///   - now: of a clock that nobody sets.
    mutating func judge(ranFor: Double, wasTakenAway: Bool, now: ContinuousClock.Instant) -> Verdict {
        guard wasTakenAway || ranFor >= Self.healthyFor else { return .leave }
        restarts.removeAll { $0.duration(to: now) >= Self.window }
        guard restarts.count < Self.limit else { return .giveUp }
        restarts.append(now)
        return .bringBack(after: .seconds(1 << (restarts.count - 1)))
    }
}
