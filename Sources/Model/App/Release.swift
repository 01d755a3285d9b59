package import FoundationEssentials

/// Why and when an app stopped without a person's request.
package struct Release: Equatable, Sendable, Codable {
    package let reason: Reason
    package let at: Date

    package enum Reason: String, Sendable, Codable {
        /// Idle for longer than its owner's limit. A visit to its link restarts it.
        case idle
        /// Its GPU lease expired.
        case leaseEnded = "lease_ended"
        /// An app without a port ended by itself, without an error.
        case finished
    }

    /// The line written to the app's log.
    package var words: String {
        switch reason {
        case .idle: "Stopped: the app was idle. Visiting its link starts it again."
        case .leaseEnded: "Stopped: its GPU lease has expired. Start the app to get GPUs again."
        case .finished: "Finished: the app ended by itself, without an error. Start it to run it again."
        }
    }

    package init(_ reason: Reason, at: Date) {
        self.reason = reason
        self.at = at
    }
}
