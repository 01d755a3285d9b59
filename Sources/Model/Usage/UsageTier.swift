/// Resolution of stored usage, and its retention.
package enum UsageTier: Int, Sendable, CaseIterable {
    // The raw values are stored.
    case sample = 0
    case minute = 1
    case hour = 2

    /// Seconds per step.
    package var seconds: Int {
        switch self {
        case .sample: 10
        case .minute: 60
        case .hour: 3600
        }
    }

    /// Retention of a step, in seconds: twice or more what plots show of it, and what coarser tiers need until they are
    /// written.
    package var kept: Int {
        switch self {
        case .sample: 6 * 3600
        case .minute: 2 * 24 * 3600
        case .hour: 366 * 24 * 3600
        }
    }

    /// The tier that this one is aggregated from.
    package var finer: UsageTier? { UsageTier(rawValue: rawValue - 1) }
}

/// Time ranges offered to users.
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

    /// Seconds per plot point, chosen for some 300 to 500 points.
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

/// A time range in equal steps.
package struct UsageWindow: Hashable, Sendable {
    /// A sample is stored at most this many seconds after its step.
    private static let writeDelay = 3

    /// Seconds since 1970, a multiple of `step`.
    package let start: Int
    /// Seconds per point.
    package let step: Int
    package let count: Int
    /// The tier that has most of the range; its latest part is only in finer tiers.
    package let tier: UsageTier

    /// End of the latest sample it may include, in seconds since 1970.
    package let now: Int

    package var end: Int { start + count * step }

    /// - Parameter now: seconds since 1970.
    package init(_ range: UsageRange, now: Int) {
        step = range.step
        count = (range.seconds + range.step - 1) / range.step
        tier = range.tier
        self.now = now / UsageTier.sample.seconds * UsageTier.sample.seconds
        // In long ranges the latest point is still incomplete.
        let end = tier == .sample ? (now - Self.writeDelay) / step * step : now / step * step + step
        start = end - count * step
    }
}
