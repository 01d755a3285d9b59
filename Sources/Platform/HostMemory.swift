import FoundationEssentials

/// The host's memory in bytes, from `/proc/meminfo` (proc_meminfo(5)).
package struct HostMemory: Equatable, Sendable {
    package let total: Int64
    /// What programs can have without swapping.
    package let available: Int64

    package var used: Int64 { total - available }

    /// - Parameter text: content of `/proc/meminfo`.
    package init?(_ text: String) {
        func bytes(_ name: String) -> Int64? {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 << 10 }
        }
        guard let total = bytes("MemTotal"), let available = bytes("MemAvailable") else { return nil }
        self.total = total
        self.available = available
    }

    /// - Returns: nil if the file cannot be read.
    package static func read(from path: String = "/proc/meminfo") -> HostMemory? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { HostMemory($0) }
    }
}
