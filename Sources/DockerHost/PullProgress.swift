/// Progress of `docker pull`, from the lines that it prints without a terminal: `<layer>: <status>`.
struct PullProgress {
    private static let ends: Set<Substring> = ["Pull complete", "Already exists"]

    private var layers: Set<Substring> = []
    private var done: Set<Substring> = []

    /// - Returns: for example "3 of 12 layers"; nil when the line is not about a layer.
    mutating func receive(_ line: String) -> String? {
        let parts = line.split(separator: ": ", maxSplits: 1)
        guard parts.count == 2, (12...64).contains(parts[0].count), parts[0].allSatisfy(\.isHexDigit) else {
            return nil
        }
        layers.insert(parts[0])
        if Self.ends.contains(parts[1]) { done.insert(parts[0]) }
        return "\(done.count) of \(layers.count) layers"
    }
}
