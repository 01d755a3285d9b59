/// Delays between attempts that fail one after another: each twice the one before, up to a longest.
package struct Backoff: Sendable {
    private let first: Duration
    private let longest: Duration

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// - Parameter failures: number of attempts that have failed, from 1.
    package func delay(after failures: Int) -> Duration {
        // More doublings would overflow.
        min(longest, first * (1 << min(failures - 1, 30)))
    }
}
