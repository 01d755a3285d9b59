import Model
import Foundation
import Testing

@testable import DockerHost

/// Kernel files in a folder that stands in for `/sys/fs/cgroup` and `/proc`.
@Suite final class ActivityReaderTests {
    private let root = NSTemporaryDirectory() + "dcc-activity-\(UUID().uuidString)"
    private let container = ContainerID(String(repeating: "9f3c", count: 16))
    private var reader: ActivityReader {
        ActivityReader(groups: ControlGroups(root: root + "/cgroup"), processes: root + "/proc")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func write(_ path: String, _ text: String) throws {
        let file = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static let header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"

    @Test func theContainersNetworkAndCountersAreRead() throws {
        try write("proc/12489/net/tcp", Self.header + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00\n")
        try write(
            "proc/12489/net/tcp6",
            Self.header + "   0: \(String(repeating: "0", count: 32)):1EB4 00000000:0000 0A 00000000:00000002 00\n")
        let zeros = "0 0 0 0 0 0 0"
        try write("proc/12489/net/dev", "    lo: 7 \(zeros) 7 \(zeros)\n  eth0: 1200 \(zeros) 5 \(zeros)\n")
        let group = "cgroup/docker/\(container.rawValue)"
        try write("cgroup/cgroup.controllers", "cpu memory\n")
        try write("\(group)/cpu.stat", "usage_usec 20347\n")
        try write("\(group)/memory.current", "1228800\n")
        #expect(
            reader.activity(of: container, process: 12489)
                == ContainerActivity(
                    listening: [ListeningSocket(.loopback, 8080), ListeningSocket(.any, 7860, .v6, waiting: 2)],
                    cpu: 20_347_000, memory: 1_228_800, received: 1200))
    }

    @Test func whatIsMissingIsUnknown() throws {
        #expect(reader.activity(of: container, process: 12489) == nil)
        #expect(reader.activity(of: container, process: 0) == nil)
        try write("proc/12489/net/tcp", Self.header)
        #expect(reader.activity(of: container, process: 12489) == ContainerActivity(listening: []))
    }
}
