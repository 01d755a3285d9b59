import ControlCenter
import LiveState
@testable import Model
@testable import Operations
import AppHarness
import Foundation
import Testing

@Suite struct MemoryKillTests {
    private static let id = String(repeating: "0123456789abcdef", count: 4)

    @Test(arguments: ["/docker/\(id)", "/system.slice/docker-\(id).scope"])
    func theKernelsRecordIsRead(_ group: String) {
        let line =
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=\(group),"
            + "task_memcg=\(group),task=python3,pid=4711,uid=200001"
        let kill = MemoryKill(kernelLine: line)
        #expect(kill?.program == "python3" && kill?.containers == [ContainerID(Self.id)])
    }

    @Test(arguments: [
        "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),task_memcg=/x,task=python3,pid=1,uid=0",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null)", "Out of memory: Killed process 1 (python3)", "",
    ])
    func noOtherLineIsOne(_ line: String) {
        #expect(MemoryKill(kernelLine: line) == nil)
    }

    @Test func aWorkerThatWasEndedIsNamedOnceInTheLogAndOnTheApp() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let app = try house.app(name)
        let container = ContainerID("c")
        let kills = MemoryKills(registry: house.registry, logs: house.logs)
        func sample(_ count: Int64, _ seconds: Double) {
            kills.record(
                [container: UsageCounters(memoryKills: count)], of: [(app, container)],
                at: Date(timeIntervalSince1970: seconds))
        }
        func told() -> [String] { house.logs.tail(of: name).map(\.text).filter { $0.hasPrefix("The kernel ended") } }

        kills.begin(with: [container: UsageCounters(memoryKills: 2)])
        sample(2, 0)
        #expect(told() == [], "an earlier run has told these")
        let line = "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/docker/\(Self.id),task=gunicorn,pid=1,uid=1"
        kills.name(try #require(MemoryKill(kernelLine: line)), at: Date(timeIntervalSince1970: 8))
        sample(3, 10)
        sample(3, 20)
        #expect(told().count == 1)
        #expect(told().first?.contains("ended a process of the app: together") == true, "another container's name")
        while house.registry.memoryNotice(of: name) == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(
            house.registry.memoryNotice(of: name)
                == MemoryNotice(processes: 3, at: Date(timeIntervalSince1970: 10)))
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.registry.memoryNotice(of: name) == nil)
    }

    @Test func theKernelLogNamesTheProgram() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let container = ContainerID(Self.id)
        let kills = MemoryKills(registry: house.registry, logs: house.logs)
        let app = try house.app(name)
        let line = "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/docker/\(Self.id),task=gunicorn,pid=1,uid=1"
        kills.name(try #require(MemoryKill(kernelLine: line)), at: .now)
        kills.record([container: UsageCounters(memoryKills: 1)], of: [(app, container)], at: .now)
        #expect(
            house.logs.tail(of: name).last?.text
                == "The kernel ended a process of the app (gunicorn): together they had reached its memory limit of 8 GiB. "
                + "Raise the limit in its settings, or use fewer workers.")
    }
}
