import FoundationEssentials

/// Converts a Dockerfile's `CMD` to one shell line.
enum ShellWords {
    /// - Parameter text: exec form (a JSON array) or shell form (a line).
    static func line(_ text: some StringProtocol) -> String {
        guard text.hasPrefix("["), let words = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            return String(text)
        }
        // `sh -c LINE` is how we run a line ourselves.
        if words.count == 3, words[0].hasSuffix("sh"), words[1] == "-c" { return words[2] }
        return words.map(quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,@%+".contains($0) }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
