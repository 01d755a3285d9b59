package import FoundationEssentials

/// How the container of a successful deployment ended.
package struct Run: Equatable, Sendable, Codable {
    package enum Outcome: String, Sendable, Codable {
        /// The process exited.
        case exited
        case outOfMemory = "out_of_memory"
        /// A user stopped the app.
        case stopped
        /// The control center stopped the app: it was idle, or its lease expired.
        case released
        /// A newer deployment's container replaced it.
        case replaced
        /// The container was removed from outside.
        case vanished
    }

    package let outcome: Outcome
    /// nil if unknown or not applicable; above 128 it is 128 plus the signal number.
    package let exitCode: Int?
    package let endedAt: Date

    enum CodingKeys: String, CodingKey {
        case outcome
        case exitCode = "exit_code"
        case endedAt = "ended_at"
    }

    /// Encodes null instead of omitting an unknown exit code.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(exitCode, forKey: .exitCode)
        try container.encode(endedAt, forKey: .endedAt)
    }

    package init(_ outcome: Outcome, exitCode: Int? = nil, endedAt: Date) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.endedAt = endedAt
    }
}
