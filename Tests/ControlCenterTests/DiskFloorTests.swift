import LiveState
import ControlCenter
import Model
@testable import Operations
import AppHarness
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct DiskFloorTests {
    private static let gib: Int64 = 1 << 30

    @Test func underTheFloorNothingNewStartsAndWhatIsThereGoesOn() async throws {
        let free = Free(6 * Self.gib)
        let house = try AppHarness(diskFloor: DiskFloor(bytes: 5 * Self.gib) { free.bytes })
        let name = try await house.running("demo")
        free.set(5 * Self.gib - 1)
        let refusal = DiskBelowFloor(free: 5 * Self.gib - 1, floor: 5 * Self.gib)
        await #expect(throws: refusal) { try await house.add("second") }
        #expect(house.registry.apps.map(\.name) == [name])
        await #expect(throws: refusal) {
            try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        }
        #expect(try house.app(name).state == .running)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        free.set(5 * Self.gib)
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
    }

    @Test func whereNobodyKnowsTheSpaceNothingIsRefused() throws {
        try DiskFloor(gib: 1 << 20, folders: ["/not/there"]).check()
        try DiskFloor(gib: 0, folders: ["/"]).check()
        #expect(throws: DiskBelowFloor.self) { try DiskFloor(gib: 1 << 20, folders: ["/"]).check() }
    }
}

private final class Free: Sendable {
    private let value: Mutex<Int64>

    init(_ bytes: Int64) { value = Mutex(bytes) }
    var bytes: Int64 { value.withLock { $0 } }
    func set(_ bytes: Int64) { value.withLock { $0 = bytes } }
}
