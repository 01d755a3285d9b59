/// Number of backups to keep, in the operator's syntax: `hourly=24 daily=7 weekly=5 monthly=12`.
package struct RetentionPolicy: Equatable, Sendable {
    private static let kinds = ["last", "hourly", "daily", "weekly", "monthly", "yearly"]

    /// Options of `restic forget`.
    let arguments: [String]
    /// In the operator's syntax.
    package let text: String

    /// - Returns: nil if the text is invalid or keeps no backup.
    package init?(_ text: String) {
        var arguments: [String] = []
        for part in text.split(separator: " ") {
            let words = part.split(separator: "=", omittingEmptySubsequences: false)
            guard words.count == 2, Self.kinds.contains(String(words[0])), let count = Int(words[1]), count > 0 else {
                return nil
            }
            arguments.append("--keep-\(words[0])=\(count)")
        }
        guard !arguments.isEmpty else { return nil }
        self.arguments = arguments
        self.text = text
    }
}
