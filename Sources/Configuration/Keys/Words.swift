import Model

/// Text of the operator as errors show it.
enum Words {
    private static let longest = 80

    /// In straight quotes, on one line, and cut where it is long.
    static func quoted(_ text: String) -> String {
        let clean = LogText.clean(text.prefix(longest).utf8).replacing("\n", with: " ")
        return "\"\(clean)\(text.count > longest ? "…" : "")\""
    }
}
