package import FoundationEssentials

/// Decides whether the wall clock can be trusted. After a jump ahead it is not, until it is corrected or has held for a
/// while: data deleted as expired because of a wrong clock cannot be recovered.
package struct ClockJumpDetector: Sendable {
    /// Maximum drift ahead between two checks, in seconds.
    private static let tolerance = 60.0
    private static let probation = Duration.seconds(3600)

    private var last: (at: Date, clock: ContinuousClock.Instant)?
    private var leaptAt: ContinuousClock.Instant?

    package init() {}

    /// - Parameter clock: the same moment on the monotonic clock.
    package mutating func believes(_ now: Date, clock: ContinuousClock.Instant) -> Bool {
        if let last {
            let ahead = now.timeIntervalSince(last.at) - last.clock.duration(to: clock) / .seconds(1)
            if ahead > Self.tolerance { leaptAt = clock } else if ahead < -Self.tolerance { leaptAt = nil }
        }
        last = (now, clock)
        return leaptAt.map { $0.duration(to: clock) >= Self.probation } ?? true
    }
}
