import Ports
import FoundationEssentials
import Glibc

/// Parses a line with the Engine's timestamp: `2026-11-23T22:59:00.123456789Z text`.
enum ContainerLineReader {
    static func read(_ line: ArraySlice<UInt8>) -> ContainerLine? {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")), let time = time(line[..<space]) else { return nil }
        return ContainerLine(time: time, text: String(decoding: line[(space + 1)...], as: UTF8.self))
    }

    /// Parses RFC 3339 in UTC with up to nine fractional digits. Foundation's parser takes ten times as long, and
    /// hundreds of apps write thousands of lines a second.
    private static func time(_ text: ArraySlice<UInt8>) -> Date? {
        let digits = text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard text.last == UInt8(ascii: "Z"), (6...7).contains(digits.count), digits.allSatisfy({ $0.count <= 9 })
        else {
            return nil
        }
        let numbers = digits.map { $0.reduce(0) { 10 * $0 + Int32($1 - UInt8(ascii: "0")) } }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
        let fraction = digits.count == 7 ? Double(numbers[6]) / pow(10, Double(digits[6].count)) : 0
        return Date(timeIntervalSince1970: Double(timegm(&parts)) + fraction)
    }
}
