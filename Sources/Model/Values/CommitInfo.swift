package import FoundationEssentials

/// Who wrote a commit, when, and its subject; untrusted text made safe to display.
package struct CommitInfo: Equatable, Sendable, Codable {
    private static let maximumCharacters = 200
    /// The end of the year 9999, the last that dates are written for.
    private static let lastSecond = 253_402_300_799

    /// The first line of the message, at most 200 characters.
    package let subject: String
    package let author: String
    package let date: Date

    /// - Parameter secondsSince1970: a commit may state any number.
    package init(subject: String, author: String, secondsSince1970: Int) {
        self.subject = Self.clean(subject)
        self.author = Self.clean(author)
        date = Date(timeIntervalSince1970: Double(min(max(0, secondsSince1970), Self.lastSecond)))
    }

    private static func clean(_ text: String) -> String {
        let line = LogText.clean(text.utf8.prefix { $0 != UInt8(ascii: "\n") })
        return line.count > maximumCharacters ? line.prefix(maximumCharacters - 1) + "…" : line
    }
}
