@testable import Model
import FoundationEssentials
import Testing

@Suite struct GPUQueueTests {
    private let start = Date(timeIntervalSince1970: 1_000_000)

    private func gpus(_ count: Int, used: Int = 0) -> GPUSnapshot {
        GPUSnapshot(
            gpus: (0..<count).map {
                GPU(uuid: "GPU-\($0)", index: $0, name: "card", totalMemory: 24 << 10, usedMemory: used)
            })
    }

    private func member(
        _ app: Int64, _ owner: String = "alice", count: Int = 1, gib: Int? = nil, _ sharing: GPUSharing = .exclusive,
        minutes: Double = 0, rank: Int? = nil, unfit: UnfitGPUs = .none
    ) throws -> GPUQueue.Member {
        .init(
            app: app, owner: owner,
            request: GPURequest(
                count: try GPUCount(count), memory: try gib.map { try GPUMemory(gib: $0) }, sharing: sharing),
            since: start.addingTimeInterval(minutes * 60), rank: rank, unfit: unfit)
    }

    private func allocation(_ app: Int64, _ owner: String, on cards: Int...) -> GPUAllocation {
        GPUAllocation(
            app: app, name: nil, owner: owner, gpus: cards.map { "GPU-\($0)" },
            claim: GPUReservation(memory: nil, sharing: .exclusive))
    }

    private func order(_ members: [GPUQueue.Member], _ allocations: [GPUAllocation] = [], after minutes: Double)
        -> [Int64]
    {
        GPUQueue(members: members, allocations: allocations).inOrder(at: start.addingTimeInterval(minutes * 60)).map(
            \.app)
    }

    @Test func takesTurnsBetweenOwners() throws {
        let members = [
            try member(1), try member(2, minutes: 1), try member(3, minutes: 2), try member(4, "bob", minutes: 3),
            try member(5, "bob", minutes: 4),
        ]
        #expect(order(members, after: 5) == [1, 4, 2, 5, 3])
        #expect(order(members, [allocation(9, "alice", on: 0)], after: 5) == [4, 1, 5, 2, 3])
    }

    @Test func whoHasWaitedForOverAnHourGoesByThatAlone() throws {
        let members = [try member(1), try member(2, minutes: 1), try member(3, "bob", minutes: 2)]
        let allocations = [allocation(9, "alice", on: 0, 1)]
        #expect(order(members, allocations, after: 60) == [3, 1, 2])
        #expect(order(members, allocations, after: 61) == [1, 3, 2])
        #expect(order(members, allocations, after: 63) == [1, 2, 3])
    }

    @Test func anOperatorsPlaceGoesBeforeAll() throws {
        #expect(order([try member(1), try member(2, minutes: 59, rank: 0)], after: 120) == [2, 1])
    }

    @Test func cardsAreKeptForWhoWaitsForThemAndOthersMayBeTaken() throws {
        var seen = gpus(3)
        seen.gpus[0] = GPU(uuid: "GPU-0", index: 0, name: "card", totalMemory: 24 << 10, usedMemory: 8 << 10)
        let queue = GPUQueue(
            members: [
                try member(1, count: 2, gib: 20), try member(2, gib: 1, minutes: 1), try member(3, minutes: 2),
            ],
            allocations: [allocation(9, "bob", on: 1)])
        // The first app needs GPUs 1 and 2; GPU 0 does not help it.
        #expect(queue.evaluate(seen, at: start).map { $0.placement?.uuids } == [nil, ["GPU-0"], nil])
    }

    @Test func whoWaitsForAnAppOfTheirOwnKeepsNothingFromOthers() throws {
        let queue = GPUQueue(
            members: [try member(1, count: 2, rank: 0), try member(2, "bob")],
            allocations: [allocation(9, "alice", on: 0)])
        #expect(queue.evaluate(gpus(2), at: start).map { $0.placement?.uuids } == [nil, ["GPU-1"]])
    }

    @Test func aCardWithAnErrorOfItsOwnIsGivenLast() throws {
        var seen = gpus(2)
        seen.degraded = ["GPU-0"]
        let holder = GPUQueue(members: [try member(1)], allocations: [allocation(1, "alice", on: 0)])
        #expect(holder.evaluate(seen, at: start).map { $0.placement?.uuids } == [["GPU-1"]])
        let both = GPUQueue(members: [try member(1, count: 2)], allocations: [])
        #expect(both.evaluate(seen, at: start).map { $0.placement?.uuids } == [["GPU-1", "GPU-0"]])
    }

    @Test func whoCannotUseACardDoesNotKeepItFromOthers() throws {
        let queue = GPUQueue(
            members: [
                try member(1, unfit: UnfitGPUs(uuids: ["GPU-0"], wheel: "torch 2.1.0")), try member(2, minutes: 1),
            ],
            allocations: [allocation(9, "bob", on: 1)])
        let verdicts = queue.evaluate(gpus(2), at: start)
        #expect(verdicts.map { $0.placement?.uuids } == [nil, ["GPU-0"]])
        #expect(
            verdicts.first?.waitsFor
                == "1 GPU (exclusive); GPU 0 does not run torch 2.1.0, GPU 1 is in use (an app of bob)")
    }

    @Test func whoIsKeptOutByForeignProcessesKeepsNothingFromOthers() throws {
        let queue = GPUQueue(
            members: [try member(1, gib: 20), try member(2, gib: 4, minutes: 1)], allocations: [])
        #expect(queue.evaluate(gpus(1, used: 8 << 10), at: start).map { $0.placement?.uuids } == [nil, ["GPU-0"]])
    }

    @Test func saysWhatItWaitsForAndWhoHasIt() throws {
        let queue = GPUQueue(
            members: [
                try member(1, count: 2, gib: 18), try member(2, gib: 4, .shared, minutes: 1),
                try member(3, minutes: 2),
            ],
            allocations: [allocation(9, "bob", on: 0)])
        let words = queue.evaluate(gpus(2, used: 2 << 10), at: start).map(\.waitsFor)
        #expect(
            words == [
                "2 GPUs (exclusive) with 18 GiB free each; GPU 0 is in use (an app of bob), "
                    + "GPU 1 has 22 GiB free (other processes)",
                "1 GPU with 4 GiB free; GPU 0 is in use (an app of bob, reserved for an app ahead in the queue), "
                    + "GPU 1 has 22 GiB free (other processes, reserved for an app ahead in the queue)",
                "1 GPU (exclusive); GPU 0 is in use (an app of bob, reserved for an app ahead in the queue), "
                    + "GPU 1 has 22 GiB free (other processes, reserved for an app ahead in the queue)",
            ])
    }
}
