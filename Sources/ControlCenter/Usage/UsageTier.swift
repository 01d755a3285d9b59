/// How finely usage is kept, and for how long.
package enum UsageTier: Int, Sendable, CaseIterable {
    // The raw values are stored.
    case sample = 0
    case minute = 1
    case hour = 2

    /// Of one step.
    package var seconds: Int {
        switch self {
        case .sample: 10
        case .minute: 60
        case .hour: 3600
        }
    }

    /// How long a step is kept, in seconds.
    package var kept: Int {
        switch self {
        case .sample: 24 * 3600
        case .minute: 14 * 24 * 3600
        case .hour: 366 * 24 * 3600
        }
    }

    /// The tier that this one is made from.
    package var finer: UsageTier? { UsageTier(rawValue: rawValue - 1) }
}

/// How far back people look.
package enum UsageRange: String, Sendable, CaseIterable {
    case hour, day, fortnight, year

    var seconds: Int {
        switch self {
        case .hour: 3600
        case .day: 24 * 3600
        case .fortnight: 14 * 24 * 3600
        case .year: 365 * 24 * 3600
        }
    }

    /// Of one point in a plot: some 300 to 500 points each.
    var step: Int {
        switch self {
        case .hour: 10
        case .day: 180
        case .fortnight: 3600
        case .year: 24 * 3600
        }
    }

    var tier: UsageTier {
        switch self {
        case .hour: .sample
        case .day: .minute
        case .fortnight, .year: .hour
        }
    }
}

/// A stretch of time in equal steps.
package struct UsageWindow: Hashable, Sendable {
    /// A sample is written this many seconds after its step at the latest.
    private static let patience = 3

    /// Seconds since 1970, a multiple of `step`.
    package let start: Int
    /// Of one point, in seconds.
    package let step: Int
    package let count: Int
    /// Where most of it stands; its newest part is in finer tiers still.
    package let tier: UsageTier

    /// When the newest sample that it may show was over, in seconds since 1970.
    package let now: Int

    package var end: Int { start + count * step }

    /// - Parameter now: seconds since 1970.
    package init(_ range: UsageRange, now: Int) {
        step = range.step
        count = (range.seconds + range.step - 1) / range.step
        tier = range.tier
        self.now = now / UsageTier.sample.seconds * UsageTier.sample.seconds
        // The newest point of long ranges is one that is still filling.
        let end = tier == .sample ? (now - Self.patience) / step * step : now / step * step + step
        start = end - count * step
    }
}
