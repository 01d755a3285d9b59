package import FoundationEssentials

/// One line of an app's log.
package struct LogLine: Equatable, Sendable, Codable {
    /// Increases within one run of the service; the long-poll cursor.
    package let sequence: Int
    package let time: Date
    package let source: Source
    package let text: String

    package enum Source: String, Sendable, Codable, CaseIterable {
        /// Written by the recipe: step starts and results.
        case deploy
        case clone
        /// Output of the build of an app's image.
        case image
        case install
        /// Output of the app's container.
        case app
    }

    package init(sequence: Int, time: Date, source: Source, text: String) {
        self.sequence = sequence
        self.time = time
        self.source = source
        self.text = text
    }
}
