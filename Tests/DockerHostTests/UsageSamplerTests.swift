import Model
import Foundation
import Testing

@testable import DockerHost

/// Kernel files in a folder that stands in for `/sys/fs/cgroup` and `/proc`.
@Suite final class UsageSamplerTests {
    private let root = NSTemporaryDirectory() + "dcc-usage-\(UUID().uuidString)"
    private let id = String(repeating: "9f3c", count: 16)
    private var container: ContainerID { ContainerID(id) }
    private var sampler: UsageSampler {
        UsageSampler(
            workspaces: "/", groups: root + "/cgroup", processes: root + "/proc", interfaces: root + "/interfaces")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func write(_ path: String, _ text: String) throws {
        let file = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Control groups of version 1 of a container started with Docker's own cgroup driver.
    private func makeVersion1(processor: String = "cpuacct", place: String) throws {
        try write("cgroup/\(processor)/\(place)/cpuacct.usage", "20347994\n")
        try write("cgroup/\(processor)/\(place)/cgroup.procs", "12489\n12511\n")
        try write("cgroup/memory/\(place)/memory.usage_in_bytes", "1228800\n")
        try write("cgroup/memory/\(place)/memory.stat", Self.version1Memory)
        try write("proc/12489/net/dev", Self.traffic)
    }

    private func makeVersion2(place: String) throws {
        try write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
        try write("cgroup/\(place)/cpu.stat", "usage_usec 20347\nuser_usec 12000\nsystem_usec 8347\n")
        try write("cgroup/\(place)/cgroup.procs", "12489\n")
        try write("cgroup/\(place)/memory.current", "1228800\n")
        try write(
            "cgroup/\(place)/memory.stat", "anon 159744\nfile 204800\ninactive_anon 155648\ninactive_file 49152\n")
        try write("proc/12489/net/dev", Self.traffic)
    }

    @Test func processesThatTheKernelEndedForMemoryAreCounted() throws {
        try makeVersion2(place: "docker/\(id)")
        try write(
            "cgroup/docker/\(id)/memory.events", "low 0\nhigh 0\nmax 812\noom 2\noom_kill 3\noom_group_kill 0\n")
        #expect(sampler.counters(of: [container])[container]?.memoryKills == 3)
    }

    @Test func processesThatTheKernelEndedForMemoryAreCountedInVersion1() throws {
        try makeVersion1(place: "docker/\(id)")
        try write("cgroup/memory/docker/\(id)/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")
        #expect(sampler.counters(of: [container])[container]?.memoryKills == 2)
    }

    @Test(arguments: ["cpuacct", "cpu,cpuacct"]) func version1IsRead(_ processor: String) throws {
        try makeVersion1(processor: processor, place: "docker/\(id)")
        #expect(
            sampler.counters(of: [container])
                == [container: UsageCounters(cpu: 20_347_994, memory: 1_179_648, received: 1200, sent: 345)])
    }

    @Test func version2IsRead() throws {
        try makeVersion2(place: "system.slice/docker-\(id).scope")
        #expect(
            sampler.counters(of: [container])
                == [container: UsageCounters(cpu: 20_347_000, memory: 1_179_648, received: 1200, sent: 345)])
    }

    @Test(arguments: ["docker/ID", "system.slice/docker-ID.scope", "ml.slice/ml-apps.slice/docker-ID.scope", "a/b/ID"])
    func aContainerIsFoundWhereverDockerPutIt(_ place: String) throws {
        try makeVersion1(place: place.replacing("ID", with: id))
        #expect(sampler.counters(of: [container])[container]?.cpu == 20_347_994)
        try FileManager.default.removeItem(atPath: root)
        try makeVersion2(place: place.replacing("ID", with: id))
        #expect(sampler.counters(of: [container])[container]?.cpu == 20_347_000)
    }

    @Test func aContainerThatWasSeenBeforeItStartedIsMeasuredOnceItRuns() throws {
        try write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
        let sampler = sampler
        #expect(sampler.counters(of: [container]).isEmpty)
        try makeVersion2(place: "docker/\(id)")
        #expect(sampler.counters(of: [container])[container]?.cpu == 20_347_000)
    }

    @Test func aContainerThatIsGoneHasNoCounters() throws {
        try makeVersion2(place: "docker/\(id)")
        let sampler = sampler
        #expect(sampler.counters(of: [container]).count == 1)
        try FileManager.default.removeItem(atPath: "\(root)/cgroup/docker/\(id)")
        #expect(sampler.counters(of: [container]).isEmpty)
        #expect(sampler.counters(of: [ContainerID("another")]).isEmpty)
    }

    @Test func aContainerBetweenTwoProcessesStillHasItsCounters() throws {
        try makeVersion2(place: "docker/\(id)")
        try FileManager.default.removeItem(atPath: "\(root)/proc/12489")
        #expect(sampler.counters(of: [container]) == [container: UsageCounters(cpu: 20_347_000, memory: 1_179_648)])
        try write("cgroup/docker/\(id)/cgroup.procs", "")
        #expect(sampler.counters(of: [container])[container]?.received == nil)
    }

    @Test func theMachinesTrafficIsThatOfItsCards() throws {
        try write("proc/net/dev", Self.traffic + "docker0:  5000  1 0 0 0 0 0 0  6000  1 0 0 0 0 0 0\n")
        try write("proc/stat", "cpu  100 5 50 8000 40 3 2 0 0 0\ncpu0 1 2\n")
        try write("proc/meminfo", "MemTotal:       24000000 kB\nMemFree: 100000 kB\nMemAvailable:   20000000 kB\n")
        try write("interfaces/eth0/device", "")
        let host = sampler.hostCounters()
        #expect((host.received, host.sent) == (1200, 345))
        #expect(host.cpu == 1_600_000_000)
        #expect(host.memory == 4_000_000 << 10)
        #expect(host.disk.map { $0 > 0 } == true)
    }

    @Test func thisMachineIsMeasured() {
        let host = UsageSampler(workspaces: "/").hostCounters()
        #expect(host.cpu.map { $0 > 0 } == true && host.memory.map { $0 > 0 } == true)
    }

    /// Recorded in a container on Linux 6.18.
    private static let traffic = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo:     777       7    0    0    0     0          0         0      777       7    0    0    0     0       0          0
          eth0:    1200      12    0    0    0     0          0         0      345       3    0    0    0     0       0          0

        """

    /// Recorded in a container on Linux 6.18 with control groups of version 1.
    private static let version1Memory = """
        cache 204800
        rss 159744
        rss_huge 0
        shmem 0
        mapped_file 36864
        dirty 4096
        writeback 0
        workingset_refault_anon 0
        workingset_refault_file 39
        swap 0
        inactive_anon 155648
        active_anon 4096
        inactive_file 8192
        active_file 155648
        unevictable 0
        hierarchical_memory_limit 536870912
        hierarchical_memsw_limit 1073741824
        total_cache 204800
        total_rss 159744
        total_inactive_anon 155648
        total_active_anon 4096
        total_inactive_file 49152
        total_active_file 155648
        total_unevictable 0
        """
}
