/// Tracks since when an app is idle: no CPU, GPU or network activity, and no visit to its link. A missing sample counts
/// as activity.
package struct IdleDetector: Sendable {
    package private(set) var quietSince: ContinuousClock.Instant?
    private var last: ActivitySample?

    package init() {}

    /// - Parameters:
    ///   - sample: nil if not measured.
    ///   - visit: last request to its link.
    package mutating func record(
        _ sample: ActivitySample?, visit: ContinuousClock.Instant?, at now: ContinuousClock.Instant
    ) {
        defer { last = sample }
        guard let sample, sample.isQuiet(after: last) else { return quietSince = nil }
        let since = quietSince ?? now
        quietSince = max(since, visit ?? since)
    }
}
