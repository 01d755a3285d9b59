import Ports
import FoundationEssentials

/// Parses a line with the Engine's timestamp: `2026-11-23T22:59:00.123456789Z text`.
enum ContainerLineReader {
    static func read(_ line: ArraySlice<UInt8>) -> ContainerLine? {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")),
            let time = time(String(decoding: line[..<space], as: UTF8.self))
        else { return nil }
        return ContainerLine(time: time, text: String(decoding: line[(space + 1)...], as: UTF8.self))
    }

    /// Parses RFC 3339 in UTC with up to nine fractional digits.
    static func time(_ text: String) -> Date? {
        let parts = text.dropLast().split(separator: ".", maxSplits: 1)
        guard text.hasSuffix("Z"), let whole = parts.first,
            let seconds = try? Date("\(whole)Z", strategy: .iso8601)
        else { return nil }
        let fraction = parts.count == 2 ? Double("0.\(parts[1])") ?? 0 : 0
        return seconds.addingTimeInterval(fraction)
    }
}
