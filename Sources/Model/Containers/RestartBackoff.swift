/// Decides whether and how soon an app that should run is restarted after its container exited.
///
/// An app that exits soon after it became healthy would do so again: it is shown as failed at once, with the reason.
/// An app that ran well before, or whose container was removed, is restarted with increasing delays and a limit.
package struct RestartBackoff: Sendable {
    package enum Verdict: Equatable, Sendable {
        case bringBack(after: Duration)
        /// It exited too soon after becoming healthy.
        case leave
        /// The restart limit is reached.
        case giveUp
    }

    /// Seconds.
    package static let healthyFor = 60.0
    package static let limit = 5
    package static let window = Duration.seconds(600)

    private var restarts: [ContinuousClock.Instant] = []

    package init() {}

    /// - Parameters:
    ///   - ranFor: seconds since it became healthy.
    ///   - wasTakenAway: its container was removed from outside.
    ///   - now: monotonic clock.
    package mutating func evaluate(ranFor: Double, wasTakenAway: Bool, now: ContinuousClock.Instant) -> Verdict {
        guard wasTakenAway || ranFor >= Self.healthyFor else { return .leave }
        restarts.removeAll { $0.duration(to: now) >= Self.window }
        guard restarts.count < Self.limit else { return .giveUp }
        restarts.append(now)
        return .bringBack(after: .seconds(1 << (restarts.count - 1)))
    }
}
