import Model
import Platform
import FoundationEssentials
import Synchronization

/// Reads the load from `/proc` (proc(5)) and the file system.
final class HostLoadSampler: Sendable {
    private static let step: Int64 = 64 << 20

    private let folder: String
    private let lastTicks = Mutex<(busy: Int64, all: Int64)?>(nil)

    /// - Parameter folder: its file system is measured.
    init(folder: String) {
        self.folder = folder
    }

    func sample() -> HostLoad {
        HostLoad(
            cpu: cpu(try? String(contentsOfFile: "/proc/stat", encoding: .utf8)),
            memory: Self.memory(try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)), disk: disk())
    }

    /// - Parameter text: contents of `/proc/stat`.
    func cpu(_ text: String?) -> HostLoad.CPU? {
        let lines = (text ?? "").split(separator: "\n").filter { $0.hasPrefix("cpu") }
        let ticks = lines.first?.split(separator: " ").dropFirst().prefix(8).compactMap { Int64($0) } ?? []
        guard ticks.count == 8 else { return nil }
        // user, nice, system, idle, iowait, irq, softirq, steal
        let all = ticks.reduce(0, +)
        let busy = all - ticks[3] - ticks[4]
        let before = lastTicks.withLock { last in
            defer { last = (busy, all) }
            return last
        }
        let percent = before.flatMap { before in
            all > before.all ? Int((100 * (busy - before.busy) + (all - before.all) / 2) / (all - before.all)) : nil
        }
        return HostLoad.CPU(cores: lines.count - 1, usedPercent: percent)
    }

    /// - Parameter text: contents of `/proc/meminfo`.
    static func memory(_ text: String?) -> HostLoad.Memory? {
        HostMemory(text ?? "").map {
            HostLoad.Memory(totalBytes: $0.total, usedBytes: $0.used / step * step)
        }
    }

    private func disk() -> HostLoad.Disk? {
        DiskSpace(of: folder).map {
            HostLoad.Disk(totalBytes: $0.total, freeBytes: $0.free / Self.step * Self.step)
        }
    }
}
