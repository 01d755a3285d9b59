package import FoundationEssentials

/// Why a stopped app was stopped by the control center itself, and when.
package struct Release: Equatable, Sendable, Codable {
    package let reason: Reason
    package let at: Date

    package enum Reason: String, Sendable, Codable {
        /// Nobody used it for as long as its owner had said. A visit to its link wakes it.
        case idle
        /// The lease of its GPUs ended.
        case leaseEnded = "lease_ended"
    }

    /// How the log tells it.
    var words: String {
        switch reason {
        case .idle: "Stopped: nobody used it. A visit to its link starts it again."
        case .leaseEnded: "Stopped: the lease of its GPUs has ended. Start it to get GPUs again."
        }
    }

    package init(_ reason: Reason, at: Date) {
        self.reason = reason
        self.at = at
    }
}
