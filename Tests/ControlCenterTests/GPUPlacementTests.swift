@testable import Model
import Testing

@Suite struct GPUPlacementTests {
    private func card(_ index: Int, used: Int = 0, total: Int = 24_000, _ allocations: GPUAllocation...) -> GPUCard {
        GPUCard(
            GPU(uuid: "GPU-\(index)", index: index, name: "card", totalMemory: total, usedMemory: used),
            allocations: allocations)
    }

    private func allocation(_ app: Int64, on index: Int, gib: Int? = nil) -> GPUAllocation {
        GPUAllocation(
            app: app, name: nil, owner: "alice", gpus: ["GPU-\(index)"],
            claim: GPUReservation(memory: gib.map { $0 << 10 }, sharing: .shared))
    }

    private func request(_ count: Int = 1, gib: Int? = nil, _ sharing: GPUSharing = .exclusive) throws -> GPURequest {
        GPURequest(count: try GPUCount(count), memory: try gib.map { try GPUMemory(gib: $0) }, sharing: sharing)
    }

    private func instance(_ number: Int, of index: Int = 0, gib: Int = 10) -> GPU {
        GPU(
            uuid: "MIG-\(index)-\(number)", index: index, name: "card MIG 1g.\(gib)gb", totalMemory: gib << 10,
            usedMemory: 0, instance: MIGInstance(number: number, profile: "1g.\(gib)gb"))
    }

    @Test func anAppGetsOneInstanceOfACardInMIGMode() throws {
        let cards = [instance(0), instance(1, gib: 20)].map { GPUCard($0, allocations: []) }
        let placement = GPUPlacement.choose(try request(gib: 12), from: cards)
        #expect(placement == .init(uuids: ["MIG-0-1"], reason: "GPU 0:1: 20 GiB free, no other apps"))
        #expect(GPUPlacement.choose(try request(gib: 40), from: cards) == nil)
    }

    @Test func severalInstancesAreNoSeveralCards() throws {
        let gpus = [instance(0), instance(1)]
        #expect(GPUPlacement.choose(try request(2), from: gpus.map { GPUCard($0, allocations: []) }) == nil)
        #expect {
            try GPUPlacement.check(try request(2), on: gpus)
        } throws: { error in
            let failure = error as? StepFailure
            return failure?.message == "The app requests 2 GPU(s), but this machine has 0 whole."
                && failure?.hint.contains("one MIG instance only") == true
        }
    }

    @Test func memorySharedWithTheHostIsNamed() throws {
        let gpu = GPU(
            uuid: "GPU-0", index: 0, name: "NVIDIA GB10", totalMemory: 120 << 10, usedMemory: 20 << 10,
            hasUnifiedMemory: true)
        let placement = GPUPlacement.choose(try request(gib: 100), from: [GPUCard(gpu, allocations: [])])
        #expect(placement?.reason == "GPU 0: 100 GiB free of the host's memory, no other apps")
        #expect(GPUPlacement.choose(try request(gib: 101), from: [GPUCard(gpu, allocations: [])]) == nil)
    }

    @Test func prefersFreeMemory() throws {
        let placement = GPUPlacement.choose(try request(), from: [card(0, used: 20_000), card(1, used: 500)])
        #expect(placement?.uuids == ["GPU-1"])
        #expect(placement?.reason == "GPU 1: 22 GiB free, no other apps")
    }

    @Test func givesAsManyAsAskedAndNoneTwice() throws {
        #expect(GPUPlacement.choose(try request(2), from: [card(0), card(1)])?.uuids == ["GPU-0", "GPU-1"])
        #expect(GPUPlacement.choose(try request(3), from: [card(0), card(1)]) == nil)
    }

    @Test func anAppThatWantsACardForItselfGetsAnEmptyOne() throws {
        let cards = [card(0, allocation(1, on: 0, gib: 1)), card(1, used: 20_000)]
        #expect(GPUPlacement.choose(try request(), from: cards)?.uuids == ["GPU-1"])
        #expect(GPUPlacement.choose(try request(gib: 8), from: cards) == nil)
    }

    @Test func sharersMayTakeAllOfACardAndNotMore() throws {
        let cards = [card(0, used: 4000, allocation(1, on: 0, gib: 12))]
        #expect(GPUPlacement.choose(try request(gib: 11, .shared), from: cards)?.uuids == ["GPU-0"])
        #expect(GPUPlacement.choose(try request(gib: 12, .shared), from: cards) == nil)
        let reason = try #require(GPUPlacement.choose(try request(gib: 1, .shared), from: cards)?.reason)
        #expect(reason == "GPU 0: 11 GiB free, other apps: 1")
    }

    @Test func nobodyJoinsAnAppThatHasACardForItself() throws {
        let cards = [card(0, allocation(1, on: 0))]
        #expect(GPUPlacement.choose(try request(gib: 1, .shared), from: cards) == nil)
    }

    @Test func sharersWithoutAMemoryAreAlone() throws {
        #expect(GPUPlacement.choose(try request(1, .shared), from: [card(0, allocation(1, on: 0, gib: 1))]) == nil)
    }

    @Test func whatForeignProcessesHaveIsNotPromised() throws {
        // By name, 2 of the 6 GiB are the app's own; without names, all reserved memory would count as its own.
        let gpu = GPU(uuid: "GPU-0", index: 0, name: "card", totalMemory: 24 << 10, usedMemory: 6 << 10)
        let app = try AppName("demo")
        let allocation = GPUAllocation(
            app: 1, name: app, owner: "alice", gpus: ["GPU-0"], claim: GPUReservation(memory: 8 << 10, sharing: .shared)
        )
        let holders = [
            GPUHolder(process: "python3", memory: 2 << 10, app: app), GPUHolder(process: "X", memory: 4 << 10),
        ]
        #expect(GPUCard(gpu, allocations: [allocation], holders: holders).foreign == 4 << 10)
        #expect(GPUCard(gpu, allocations: [allocation], holders: holders).free == 12 << 10)
        #expect(GPUCard(gpu, allocations: [allocation]).foreign == 0)
    }

    @Test func aCardThatTheAppHasIsKept() throws {
        let placement = GPUPlacement.choose(
            try request(), from: [card(0), card(1, used: 9000)], holding: ["GPU-1"], heldBack: ["GPU-1"])
        #expect(placement?.uuids == ["GPU-1"])
    }

    @Test func cardsThatAreKeptForOthersAreLeft() throws {
        #expect(GPUPlacement.choose(try request(), from: [card(0), card(1)], heldBack: ["GPU-0"])?.uuids == ["GPU-1"])
    }

    @Test func cardsWithoutKernelsAreLeftOut() throws {
        let unfit = UnfitGPUs(uuids: ["GPU-0"], wheel: "torch 2.1.0")
        let cards = [card(0), card(1, used: 9000)]
        #expect(GPUPlacement.choose(try request(), from: cards, without: unfit)?.uuids == ["GPU-1"])
        #expect(GPUPlacement.choose(try request(), from: cards, holding: ["GPU-0"], without: unfit)?.uuids == ["GPU-1"])
        #expect(GPUPlacement.choose(try request(2), from: cards, without: unfit) == nil)
    }

    @Test func theMemoryOfCardsWithoutKernelsDoesNotCount() throws {
        let gpus = [card(0, total: 32 << 10).gpu, card(1, total: 12 << 10).gpu]
        let unfit = UnfitGPUs(uuids: ["GPU-0"], wheel: "torch 2.1.0")
        let refusal = #expect(throws: StepFailure.self) {
            try GPUPlacement.check(try request(gib: 24), on: gpus, without: unfit)
        }
        #expect(refusal?.code == "gpu_memory_missing")
        #expect(refusal?.message.contains("this machine's GPUs for torch 2.1.0 have 12 GiB.") == true)
        #expect(throws: Never.self) { try GPUPlacement.check(try request(gib: 24), on: gpus) }
    }

    @Test func whatNeverFitsIsSaidWithItsReason() throws {
        let gpus = [card(0, total: 12 << 10).gpu, card(1, total: 24 << 10).gpu]
        func code(_ request: GPURequest, _ gpus: [GPU]) -> String? {
            do throws(StepFailure) {
                try GPUPlacement.check(request, on: gpus)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(try request(3), gpus) == "gpus_missing")
        #expect(code(try request(), []) == "gpus_missing")
        #expect(code(try request(gib: 25), gpus) == "gpu_memory_missing")
        #expect(code(try request(2, gib: 13), gpus) == "gpu_memory_missing")
        #expect(code(try request(gib: 24), gpus) == nil)
        #expect(code(try request(2, gib: 12), gpus) == nil)
    }
}
