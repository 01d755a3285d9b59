import Glibc

/// Reads and parses small files of `/proc` and control groups (proc(5), the kernel's admin-guide/cgroup-v1 and
/// cgroup-v2).
enum KernelFile {
    /// - Returns: at most the first `limit` bytes; nil when the file is missing or unreadable.
    static func text(_ path: String, limit: Int = 1 << 16) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { buffer in
            var count = 0
            while count < buffer.count {
                let more = read(file, buffer.baseAddress! + count, buffer.count - count)
                guard more >= 0 else { return nil }
                if more == 0 { break }
                count += more
            }
            return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<count]), as: UTF8.self)
        }
    }

    /// Reads a file that contains one number.
    static func number(_ path: String) -> Int64? {
        text(path).flatMap { Int64($0.prefix { !$0.isNewline }) }
    }

    /// The number after `name` at the beginning of a line.
    static func number(_ name: String, in text: String) -> Int64? {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
            let rest = line.dropFirst(name.utf8.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":") }
            guard rest.startIndex > line.index(line.startIndex, offsetBy: name.utf8.count) else { continue }
            return Int64(Substring(rest.prefix { (0x30...0x39).contains($0) }))
        }
        return nil
    }

    /// - Parameter text: content of `net/dev`.
    /// - Returns: total bytes over the interfaces that `counts` accepts.
    static func traffic(_ text: String, counts: (Substring) -> Bool) -> (received: Int64, sent: Int64) {
        var received: Int64 = 0
        var sent: Int64 = 0
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let values = line[line.index(after: colon)...].split(separator: " ")
            guard values.count >= 9, let into = Int64(values[0]), let out = Int64(values[8]),
                counts(line[..<colon].drop { $0 == " " })
            else { continue }
            received += into
            sent += out
        }
        return (received, sent)
    }

    /// - Parameter text: content of `/proc/stat`.
    /// - Returns: busy CPU time in nanoseconds, summed over all CPUs.
    static func busyTime(_ text: String) -> Int64? {
        // user, nice, system, idle, iowait, irq, softirq, steal
        let ticks = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst().prefix(8).compactMap { Int64($0) }
        guard text.hasPrefix("cpu "), ticks.count == 8 else { return nil }
        return (ticks.reduce(0, +) - ticks[3] - ticks[4]) * (1_000_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK))))
    }
}
