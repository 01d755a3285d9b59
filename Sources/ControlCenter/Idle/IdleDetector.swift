/// Since when an app is quiet: nothing on its processors, its cards and its network, and no visit to its link. What was not
/// measured counts as use.
struct IdleDetector {
    private(set) var quietSince: ContinuousClock.Instant?
    private var last: ActivitySample?

    /// - Parameters:
    ///   - sample: nil where it could not be measured.
    ///   - visit: when its link was asked for last.
    mutating func note(_ sample: ActivitySample?, visit: ContinuousClock.Instant?, at now: ContinuousClock.Instant) {
        defer { last = sample }
        guard let sample, sample.isQuiet(after: last) else { return quietSince = nil }
        let since = quietSince ?? now
        quietSince = max(since, visit ?? since)
    }
}
