import ControlCenter
@testable import LiveState
@testable import Model
@testable import Operations
@testable import Ports
import Foundation
import AppHarness
import Synchronization
import Testing

/// Uses a fake nvidia-smi, a folder instead of `/proc`, and a pipe instead of the kernel log.
@Suite(.timeLimit(.minutes(5))) struct GPUWatchTests {
    private final class Tool: GPUInventory {
        private let answer = Mutex<Result<GPUReading, StepFailure>>(.success(.none))

        func read() async throws -> GPUReading { try answer.withLock { $0 }.get() }
        func say(_ answer: Result<GPUReading, StepFailure>) { self.answer.withLock { $0 = answer } }
    }

    private static let id = String(repeating: "c0", count: 32)
    private static let card = GPU(
        uuid: "GPU-1", index: 0, name: "card", totalMemory: 24_000, usedMemory: 5000, busID: "00000000:01:00.0",
        utilisation: 97, temperature: 71, power: 281.4)

    private let house: AppHarness
    private let tool = Tool()
    private let containers = ContainerDirectory()
    private let watch: GPUWatch
    private let pipe: String

    init() throws {
        house = try AppHarness(gpus: [Self.card])
        pipe = house.folder.path + "/kmsg"
        mkfifo(pipe, 0o600)
        watch = GPUWatch(
            inventory: tool, containers: containers, registry: house.registry, logs: house.logs, kernelLog: pipe,
            processes: house.folder.path + "/proc")
    }

    private func look() async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            let once = Mutex(Optional(done))
            watch.onChange { once.withLock { $0.take() }?.resume() }
            watch.refresh()
        }
    }

    private func process(_ pid: Int, _ name: String, cgroup: String) throws {
        let folder = "\(house.folder.path)/proc/\(pid)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try (name + "\n").write(toFile: folder + "/comm", atomically: true, encoding: .utf8)
        try cgroup.write(toFile: folder + "/cgroup", atomically: true, encoding: .utf8)
    }

    private func running() async throws -> (AppName, Deployment) {
        let name = try await house.add("demo", gpus: 1)
        try await house.until(name, is: .running)
        return (name, try #require(house.registry.newestDeployment(of: name)))
    }

    private func write(toKernelLog line: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: pipe))
        try handle.write(contentsOf: Data((line + "\n").utf8))
        try handle.close()
    }

    private func untilIncidents(_ ids: [String]) async throws {
        while watch.view.incidents.map(\.id) != ids { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func namesWhoHoldsTheMemoryOfACard() async throws {
        let (name, deployment) = try await running()
        containers.record([name: ContainerObservation(id: ContainerID(Self.id), condition: .healthy)])
        try process(11, "python", cgroup: "0::/system.slice/docker-\(Self.id).scope\n")
        try process(12, "blender", cgroup: "0::/user.slice\n")
        tool.say(
            .success(
                GPUReading(
                    gpus: [Self.card],
                    processes: [
                        GPUProcess(gpu: "GPU-1", pid: 11, name: "python3", memory: 4000),
                        GPUProcess(gpu: "GPU-1", pid: 12, name: "", memory: 900),
                        GPUProcess(gpu: "GPU-1", pid: 13, name: "", memory: nil),
                    ], driver: "550.54.15")))
        await look()
        #expect(
            watch.holders() == [
                "GPU-1": [
                    GPUHolder(process: "python3", memory: 4000, app: name, deployment: deployment.id, owner: "alice"),
                    GPUHolder(process: "blender", memory: 900),
                    GPUHolder(process: "process 13", memory: nil),
                ]
            ])
        #expect(
            JSONText.encode(watch.view) == """
                {"cuda":"12.4","driver":"550.54.15","gpu_trouble":null,"gpus":[{"bus_id":"00000000:01:00.0",\
                "compute_capability":null,"holders":[\
                {"deployment":\(deployment.id),"memory_mib":4000,"owner":"alice","process":"python3"},\
                {"deployment":null,"memory_mib":900,"owner":null,"process":"blender"},\
                {"deployment":null,"memory_mib":null,"owner":null,"process":"process 13"}],"index":0,"label":"0",\
                "mig_profile":null,"name":"card","power_watts":280,"promised":[\
                {"deployment":\(deployment.id),"memory_mib":null,"owner":"alice","sharing":"exclusive"}],\
                "temperature_celsius":71,"total_memory_mib":24000,"unified_memory":false,"used_memory_mib":5000,\
                "utilisation_percent":97,"uuid":"GPU-1"}],"incidents":[]}
                """)
    }

    @Test func aPromiseEndsWithItsApp() async throws {
        let (name, deployment) = try await running()
        let promise = GPUPromise(deployment: deployment.id, owner: "alice", memory: nil, sharing: .exclusive)
        #expect(house.registry.gpuPromises == ["GPU-1": [promise]])
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        #expect(house.registry.gpuPromises.isEmpty)
    }

    @Test func aToolInTroubleIsNamedAndNothingIsKnown() async throws {
        tool.say(.success(GPUReading(gpus: [Self.card])))
        await look()
        #expect(watch.latest()?.gpus == [Self.card])
        tool.say(.failure(StepFailure(code: "gpu_tool_hangs", message: "It hangs.", hint: "Look.")))
        await look()
        #expect(watch.latest() == nil)
        let json = JSONText.encode(watch.view)
        #expect(json.contains(#""gpu_trouble":{"code":"gpu_tool_hangs","hint":"Look.","message":"It hangs."}"#))
        #expect(json.contains(#""gpus":null"#))
    }

    @Test func aLineInTheKernelsLogIsAnIncident() async throws {
        let (_, deployment) = try await running()
        tool.say(.success(GPUReading(gpus: [Self.card])))
        await look()
        try write(toKernelLog: "NVRM: Xid (PCI:0000:01:00): 95, pid=12, name=python3, Uncontained")
        try await untilIncidents(["xid:GPU-1:95"])
        #expect(watch.view.incidents.map(\.deployments) == [[deployment.id]])
    }

    @Test func anAppsOwnWordsAreAnIncidentUntilItIsRecreated() async throws {
        let (name, deployment) = try await running()
        tool.say(.success(GPUReading(gpus: [Self.card])))
        house.logs.append("Failed to initialize NVML: Unknown Error", from: .app, to: name)
        await look()
        #expect(watch.view.incidents.map(\.id) == ["device_lost:\(deployment.id)"])
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        await look()
        #expect(watch.view.incidents.isEmpty)
    }
}

@Suite struct KernelLogTests {
    private static let now = Date(timeIntervalSince1970: 1000)

    @Test(arguments: [
        ("6,339,5140900,-;NVRM: Xid", "NVRM: Xid", -94.8591), ("4,1,100000000,c,caller=T1;a;b", "a;b", 0),
        ("NVRM: Xid", "NVRM: Xid", 0), ("a, b; c", "a, b; c", 0), (" SUBSYSTEM=pci", " SUBSYSTEM=pci", 0),
    ])
    func aRecordTellsWhenItWasWritten(_ record: String, _ text: String, _ seconds: Double) {
        let (time, message) = KernelLog.record(record, now: Self.now, uptime: 100)
        #expect(message == text)
        #expect(abs(time.timeIntervalSince(Self.now) - seconds) < 0.001)
    }
}

@Suite struct ContainerDirectoryTests {
    private func seen(_ id: String, _ condition: ContainerObservation.Condition = .healthy) -> ContainerObservation {
        ContainerObservation(id: ContainerID(id), condition: condition)
    }

    @Test func holdsWhatRuns() throws {
        let (first, second) = (try AppName("first"), try AppName("second"))
        let directory = ContainerDirectory()
        directory.record([first: seen("1"), second: seen("2", .exited(code: 0, outOfMemory: false))])
        #expect(directory.running == [first: ContainerID("1")])
        #expect(directory.app(in: ContainerID("1")) == first)
        #expect(directory.app(in: ContainerID("2")) == nil)
        directory.record(seen("3", .starting), of: second)
        directory.record(nil, of: first)
        #expect(directory.running == [second: ContainerID("3")])
    }
}
