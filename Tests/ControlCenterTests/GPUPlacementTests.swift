import Testing

@testable import ControlCenter

@Suite struct GPUPlacementTests {
    private func gpu(_ index: Int, used: Int) -> GPU {
        GPU(uuid: "GPU-\(index)", index: index, name: "card", totalMemory: 24_000, usedMemory: used)
    }

    @Test func prefersFreeMemory() throws {
        let placement = try GPUPlacement.choose(
            try GPUCount(1), from: [gpu(0, used: 20_000), gpu(1, used: 500)], held: [:])
        #expect(placement.uuids == ["GPU-1"])
        #expect(placement.reason.contains("23500 MiB free"))
    }

    @Test func prefersACardThatNoOtherAppHolds() throws {
        let placement = try GPUPlacement.choose(
            try GPUCount(1), from: [gpu(0, used: 0), gpu(1, used: 500)], held: ["GPU-0": 1])
        #expect(placement.uuids == ["GPU-1"])
    }

    @Test func givesAsManyAsAskedAndNoneTwice() throws {
        let placement = try GPUPlacement.choose(try GPUCount(2), from: [gpu(0, used: 0), gpu(1, used: 0)], held: [:])
        #expect(placement.uuids == ["GPU-0", "GPU-1"])
    }

    @Test func saysWhatIsMissing() throws {
        #expect(throws: StepFailure.self) {
            try GPUPlacement.choose(try GPUCount(2), from: [gpu(0, used: 0)], held: [:])
        }
    }
}
