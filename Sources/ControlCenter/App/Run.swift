package import FoundationEssentials

/// How the life of a deployment's container ended, after the deployment had succeeded.
package struct Run: Equatable, Sendable, Codable {
    package enum Outcome: String, Sendable, Codable {
        /// By itself.
        case exited
        case outOfMemory = "out_of_memory"
        /// Somebody stopped the app.
        case stopped
        /// The control center stopped the app: nobody used it, or its lease ended.
        case released
        /// A newer deployment's container took its place.
        case replaced
        /// Somebody took it away behind our back.
        case vanished
    }

    package let outcome: Outcome
    /// nil where nobody knows or it means nothing; above 128 it is a signal's number plus 128.
    package let exitCode: Int?
    package let endedAt: Date

    enum CodingKeys: String, CodingKey {
        case outcome
        case exitCode = "exit_code"
        case endedAt = "ended_at"
    }

    /// An unknown exit code is null, not left out.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(exitCode, forKey: .exitCode)
        try container.encode(endedAt, forKey: .endedAt)
    }

    package init(_ outcome: Outcome, exitCode: Int? = nil, endedAt: Date = .now) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.endedAt = endedAt
    }

    /// - Parameter seen: what Docker shows of the container that should run; nil where there is none.
    init?(ofEnded seen: ContainerObservation?) {
        switch seen?.condition {
        case .exited(let code, let outOfMemory): self.init(outOfMemory ? .outOfMemory : .exited, exitCode: code)
        case nil: self.init(.vanished)
        case .starting, .healthy, .unhealthy, .ended: return nil
        }
    }
}
