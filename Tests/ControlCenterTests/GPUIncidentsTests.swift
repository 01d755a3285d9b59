@testable import Model
import Foundation
import Testing

@Suite struct GPUIncidentsTests {
    private static let first = GPU(
        uuid: "GPU-1", index: 0, name: "card", totalMemory: 10, usedMemory: 0, busID: "00000000:01:00.0")
    private static let second = GPU(
        uuid: "GPU-2", index: 1, name: "card", totalMemory: 10, usedMemory: 0, busID: "00000000:02:00.0")
    private static let start = Date(timeIntervalSince1970: 1_000_000)

    private var incidents = GPUIncidents()

    private func app(_ name: String = "demo", _ deployment: Int64 = 7, on gpus: [String] = ["GPU-1"]) throws
        -> PlacedApp
    {
        PlacedApp(name: try AppName(name), deployment: deployment, gpus: gpus, since: Self.start)
    }

    private static func time(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    private mutating func ingest(_ gpus: GPU..., placed: [PlacedApp], at seconds: Double) {
        incidents.ingest(.success(GPUReading(gpus: gpus)), placed: placed, at: Self.time(seconds))
    }

    private mutating func fail(_ code: String, placed: [PlacedApp] = [], at seconds: Double) {
        let failure = StepFailure(code: code, message: "It failed.", hint: "Mend it.")
        incidents.ingest(.failure(failure), placed: placed, at: Self.time(seconds))
    }

    private mutating func ingest(
        _ code: Int, at seconds: Double, on address: String = "0000:01:00", of app: AppName? = nil, placed: [PlacedApp]
    ) throws {
        let xid = try #require(Xid(kernelLine: "NVRM: Xid (PCI:\(address)): \(code), words"))
        incidents.ingest(xid, of: app, placed: placed, at: Self.time(seconds))
    }

    // MARK: - Warnings of nvidia-smi

    @Test mutating func aWarningIsOneIncidentAsLongAsItIsPrinted() throws {
        let warning = "WARNING: infoROM is corrupted at gpu 0000:01:00.0"
        for seconds in [0.0, 10] {
            let reading = GPUReading(gpus: [Self.first], warnings: [warning])
            incidents.ingest(.success(reading), placed: [], at: Self.time(seconds))
        }
        #expect(incidents.open.map(\.message) == ["nvidia-smi warns: \(warning)."])
        #expect(incidents.open.map(\.since) == [Self.time(0)] && incidents.degraded.isEmpty)
        ingest(Self.first, placed: [], at: 20)
        #expect(incidents.open.isEmpty)
    }

    // MARK: - MIG

    private static func instance(_ number: Int) -> GPU {
        GPU(
            uuid: "MIG-\(number)", index: 0, name: "card MIG 1g.10gb", totalMemory: 10, usedMemory: 0,
            busID: first.busID, instance: MIGInstance(number: number, profile: "1g.10gb"))
    }

    @Test mutating func aCardThatWasSplitIsNotMissingAndNorIsAnUnusedInstance() throws {
        ingest(Self.first, Self.second, placed: [], at: 0)
        for instances in [[0, 1], [1]] {
            let gpus = instances.map(Self.instance) + [Self.second]
            incidents.ingest(
                .success(GPUReading(gpus: gpus, split: ["GPU-1"])), placed: [try app(on: ["MIG-1"])], at: Self.time(10))
        }
        #expect(incidents.open.isEmpty)
        ingest(Self.second, placed: [try app(on: ["MIG-1"])], at: 20)
        #expect(
            incidents.open.map(\.message)
                == ["GPU 0:1 (card MIG 1g.10gb) is missing: the driver no longer reports it."])
    }

    @Test mutating func anErrorOfASplitCardIsOfAllItsInstances() throws {
        ingest(Self.instance(0), Self.instance(1), placed: [try app(on: ["MIG-1"])], at: 0)
        try ingest(95, at: 10, placed: [try app(on: ["MIG-1"])])
        let incident = try #require(incidents.open.first)
        #expect(incident.gpus == ["MIG-0", "MIG-1"] && incident.deployments == [7])
        #expect(incident.message.hasPrefix("GPU 0 with its 2 MIG instances "))
    }

    // MARK: - Missing GPUs

    @Test mutating func aHealthyMachineHasNone() throws {
        ingest(Self.first, Self.second, placed: [try app()], at: 0)
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aLostCardNamesItsAppsUntilItIsBackAndNobodyIsLeftOnIt() throws {
        let old = try app()
        ingest(Self.first, Self.second, placed: [old], at: 0)
        ingest(Self.second, placed: [old], at: 10)
        ingest(Self.second, placed: [old], at: 20)
        let incident = try #require(incidents.open.first)
        #expect(incidents.open.count == 1)
        #expect(incident.id == "card_gone:GPU-1" && incident.kind == .cardGone && incident.gpus == ["GPU-1"])
        #expect(incident.since == Self.time(10))
        #expect(incident.deployments == [7])
        #expect(incident.message.contains("GPU 0 (card) is missing"))

        let recreated = try app(on: ["GPU-2"])
        ingest(
            Self.second,
            placed: [PlacedApp(name: recreated.name, deployment: 8, gpus: ["GPU-2"], since: Self.time(30))], at: 31)
        #expect(incidents.open.map(\.deployments) == [[]])
        ingest(Self.first, Self.second, placed: [], at: 40)
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aCardThatIsBackStillHasToBeGivenAnew() throws {
        let old = try app()
        ingest(Self.first, Self.second, placed: [old], at: 0)
        ingest(Self.second, placed: [old], at: 10)
        ingest(Self.first, Self.second, placed: [old], at: 20)
        #expect(incidents.open.map(\.deployments) == [[7]])
        #expect(incidents.open.first?.message.contains("is back") == true)
        ingest(Self.first, Self.second, placed: [try app("demo", 8)], at: 30)
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aCardThatWasGoneBeforeWeBeganIsMissedByItsApp() throws {
        ingest(Self.second, placed: [try app()], at: 0)
        #expect(incidents.open.map(\.id) == ["card_gone:GPU-1"])
        #expect(incidents.open.first?.message.contains("GPU-1") == true)
    }

    // MARK: - nvidia-smi

    @Test(arguments: [
        ("gpu_tool_hangs", "tool"), ("gpu_tool_failed", "tool"), ("gpu_driver_mismatch", "driver_mismatch"),
    ])
    mutating func aToolInTroubleIsOneIncidentUntilItAnswers(_ code: String, _ kind: String) throws {
        ingest(Self.first, placed: [], at: 0)
        fail(code, at: 10)
        fail(code, at: 20)
        #expect(incidents.open.map(\.kind.rawValue) == [kind])
        #expect(incidents.open.first?.since == Self.time(10))
        #expect(incidents.open.first?.mend == "Mend it.")
        ingest(Self.first, placed: [], at: 30)
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aSilentToolIsNoLostCard() throws {
        let old = try app()
        ingest(Self.first, placed: [old], at: 0)
        fail("gpu_tool_hangs", placed: [old], at: 10)
        #expect(incidents.open.map(\.kind) == [.tool])
    }

    // MARK: - Kernel log

    @Test mutating func aBrokenCardIsAnIncidentOfEveryAppOnItAndAvoidedForAnHour() throws {
        let apps = [try app("a", 1), try app("b", 2), try app("c", 3, on: ["GPU-2"])]
        ingest(Self.first, Self.second, placed: apps, at: 0)
        try ingest(95, at: 10, of: try AppName("a"), placed: apps)
        try ingest(95, at: 11, placed: apps)
        #expect(incidents.open.map(\.id) == ["xid:GPU-1:95"])
        #expect(incidents.open.first?.deployments == [1, 2])
        ingest(Self.first, Self.second, placed: [apps[1], apps[2]], at: 20)
        #expect(incidents.open.first?.deployments == [2])
        ingest(Self.first, Self.second, placed: [apps[2]], at: 30)
        #expect(incidents.open.map(\.deployments) == [[]])
        #expect(incidents.degraded == ["GPU-1"])
        ingest(Self.first, Self.second, placed: [apps[2]], at: 4000)
        #expect(incidents.open.isEmpty && incidents.degraded.isEmpty)
    }

    @Test mutating func aBrokenCardThatWasGoneAndIsBackIsNoLongerAvoided() throws {
        ingest(Self.first, Self.second, placed: [], at: 0)
        try ingest(79, at: 10, placed: [])
        ingest(Self.second, placed: [], at: 20)
        #expect(incidents.degraded == ["GPU-1"])
        ingest(Self.first, Self.second, placed: [], at: 30)
        #expect(incidents.open.isEmpty && incidents.degraded.isEmpty)
    }

    @Test mutating func whatAnAppDidItselfNamesThatAppAlone() throws {
        let apps = [try app("a", 1), try app("b", 2)]
        ingest(Self.first, placed: apps, at: 0)
        try ingest(31, at: 10, of: try AppName("b"), placed: apps)
        #expect(incidents.open.map(\.deployments) == [[2]])
    }

    @Test mutating func whatAForeignProcessDidItselfIsNoneOfOurs() throws {
        ingest(Self.first, placed: [], at: 0)
        try ingest(13, at: 10, placed: [])
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aBrokenCardWithoutAppsIsShownForAnHour() throws {
        ingest(Self.first, placed: [], at: 0)
        try ingest(48, at: 10, placed: [])
        ingest(Self.first, placed: [], at: 3000)
        #expect(incidents.open.map(\.id) == ["xid:GPU-1:48"])
        ingest(Self.first, placed: [], at: 4000)
        #expect(incidents.open.isEmpty)
    }

    @Test(arguments: [63, 92])
    mutating func aCardToWatchHarmsNoApp(_ code: Int) throws {
        let apps = [try app()]
        ingest(Self.first, placed: apps, at: 0)
        try ingest(code, at: 10, placed: apps)
        #expect(incidents.open.map(\.deployments) == [[]])
    }

    @Test mutating func anAppThatCameLaterIsNotHit() throws {
        let apps = [try app()]
        ingest(Self.first, placed: apps, at: 0)
        try ingest(95, at: -10, placed: apps)
        #expect(incidents.open.map(\.deployments) == [[]])
    }

    @Test mutating func whatOnlyCommentsOnAnotherErrorIsNone() throws {
        ingest(Self.first, placed: [], at: 0)
        try ingest(154, at: 10, placed: [])
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func aCardThatFellOffTheBusIsOneIncident() throws {
        let apps = [try app()]
        ingest(Self.first, Self.second, placed: apps, at: 0)
        try ingest(79, at: 10, placed: apps)
        #expect(incidents.open.map(\.id) == ["xid:GPU-1:79"])
        ingest(Self.second, placed: apps, at: 12)
        #expect(incidents.open.map(\.id) == ["card_gone:GPU-1"])
    }

    // MARK: - App logs

    @Test(arguments: [
        "Failed to initialize NVML: Unknown Error",
        "RuntimeError: CUDA error: no CUDA-capable device is detected",
    ])
    mutating func anAppThatLostItsDeviceIsAnIncidentUntilItIsRecreated(_ line: String) throws {
        let old = try app()
        ingest(Self.first, placed: [old], at: 0)
        incidents.ingest(line, of: old, at: Self.time(10))
        incidents.ingest(line, of: old, at: Self.time(20))
        #expect(incidents.open.map(\.id) == ["device_lost:7"])
        #expect(incidents.open.first?.gpus == ["GPU-1"])
        ingest(Self.first, placed: [old], at: 20)
        #expect(incidents.open.map(\.deployments) == [[7]])
        ingest(Self.first, placed: [try app("demo", 8)], at: 30)
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func otherLinesAreNone() throws {
        incidents.ingest("CUDA out of memory", of: try app(), at: Self.time(10))
        #expect(incidents.open.isEmpty)
    }

    @Test mutating func whatAnEarlierContainerWroteIsNotTheNewOnes() throws {
        incidents.ingest("Failed to initialize NVML: Unknown Error", of: try app(), at: Self.time(-10))
        #expect(incidents.open.isEmpty)
    }
}
