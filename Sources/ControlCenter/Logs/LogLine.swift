package import FoundationEssentials

/// One line of an app's log.
package struct LogLine: Equatable, Sendable, Codable {
    /// Counts up within one run of the service; the long-poll's cursor.
    package let sequence: Int
    package let time: Date
    package let source: Source
    package let text: String

    package enum Source: String, Sendable, Codable, CaseIterable {
        /// The recipe itself: which step began, how it ended.
        case deploy
        case clone, install
        /// What the app's container wrote.
        case app
    }

    package init(sequence: Int, time: Date, source: Source, text: String) {
        self.sequence = sequence
        self.time = time
        self.source = source
        self.text = text
    }
}
