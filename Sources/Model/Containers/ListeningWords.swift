/// Wording for where apps listen.
enum ListeningWords {
    private static let longestLine = 100

    /// “port 80” or “ports 80, 81 and 82”.
    static func ports(_ ports: [UInt16]) -> String {
        guard let last = ports.last, ports.count > 1 else { return "port \(ports.first ?? 0)" }
        return "ports \(ports.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
    }

    /// A log line without colors, cut to what a card has room for.
    static func short(_ line: String) -> String {
        let text = LogText.clean(line.utf8)
        return text.count > longestLine ? "\(text.prefix(longestLine - 1))…" : text
    }
}
