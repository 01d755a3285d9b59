import Model

/// Output of `nvidia-smi` as part of a message.
enum ToolText {
    private static let longest = 500

    /// All lines as one, clean and without a full stop at the end.
    /// - Returns: nil if nothing is left.
    static func sentence(_ text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline).map { trimmed(LogText.clean($0.utf8)[...]) }
        let line = lines.filter { !$0.isEmpty }.joined(separator: " ").prefix(longest)
        let words = line.hasSuffix(".") ? line.dropLast() : line
        return words.isEmpty ? nil : String(words)
    }

    static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
