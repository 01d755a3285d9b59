import FoundationEssentials

/// Whether the clock is believed. One that leaps ahead is on probation until it is put right or has stood for a while: what
/// is deleted for being old by a wrong clock is gone.
struct ClockJumpDetector {
    /// How far it may run ahead between two looks, in seconds.
    private static let tolerance = 60.0
    private static let probation = Duration.seconds(3600)

    private var last: (at: Date, clock: ContinuousClock.Instant)?
    private var leaptAt: ContinuousClock.Instant?

    /// - Parameter clock: the same moment, by a clock that nobody sets.
    mutating func believes(_ now: Date, clock: ContinuousClock.Instant) -> Bool {
        if let last {
            let ahead = now.timeIntervalSince(last.at) - last.clock.duration(to: clock) / .seconds(1)
            if ahead > Self.tolerance { leaptAt = clock } else if ahead < -Self.tolerance { leaptAt = nil }
        }
        last = (now, clock)
        return leaptAt.map { $0.duration(to: clock) >= Self.probation } ?? true
    }
}
