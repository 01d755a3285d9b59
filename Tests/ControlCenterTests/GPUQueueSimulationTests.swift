@testable import Model
import FoundationEssentials
import Testing

/// Thousands of random arrivals and departures, reproducible by seed. Serialized, so that tests that wait for other
/// processes get their share of the CPU.
@Suite(.serialized) struct GPUQueueSimulationTests {
    /// A host on which apps arrive, get GPUs from the queue, and leave.
    private struct Machine {
        let snapshot: GPUSnapshot
        var now = Date(timeIntervalSince1970: 1_000_000)
        var members: [GPUQueue.Member] = []
        var allocations: [GPUAllocation] = []
        var releases = 0
        /// Number of apps that had left when each one joined the queue.
        var began: [Int64: Int] = [:]
        var longest = 0
        var given: [String: Int] = [:]
        /// Violated invariants.
        var broken: Set<String> = []
        private var newest: Int64 = 0

        init(cards: Int, foreign: Int) {
            snapshot = GPUSnapshot(
                gpus: (0..<cards).map { index in
                    GPU(
                        uuid: "GPU-\(index)", index: index, name: "card", totalMemory: 24 << 10,
                        usedMemory: index == 0 ? foreign : 0)
                },
                // No process is ours: all used memory is foreign, regardless of reservations.
                holders: Dictionary(uniqueKeysWithValues: (0..<cards).map { ("GPU-\($0)", []) }))
        }

        mutating func arrive(_ owner: String, _ request: GPURequest) {
            newest += 1
            members.append(.init(app: newest, owner: owner, request: request, since: now, rank: nil))
            began[newest] = releases
        }

        mutating func leave(_ index: Int) {
            allocations.remove(at: index)
            releases += 1
        }

        mutating func evaluate() {
            let queue = GPUQueue(members: members, allocations: allocations)
            let verdicts = queue.evaluate(snapshot, at: now)
            let again = GPUQueue(members: members.reversed(), allocations: allocations.reversed())
            if again.evaluate(snapshot, at: now) != verdicts {
                broken.insert("the result depends on the order of members")
            }
            for verdict in verdicts {
                guard let placement = verdict.placement else { continue }
                let member = verdict.member
                allocations.append(
                    GPUAllocation(
                        app: member.app, name: nil, owner: member.owner, gpus: placement.uuids,
                        claim: GPUReservation(member.request)))
                members.removeAll { $0.app == member.app }
                longest = max(longest, releases - (began[member.app] ?? 0))
                given[member.owner, default: 0] += 1
            }
            checkPromises()
        }

        /// Recomputed independently of the placement code.
        private mutating func checkPromises() {
            for gpu in snapshot.gpus {
                let here = allocations.filter { $0.gpus.contains(gpu.uuid) }
                if here.count > 1, here.contains(where: { $0.claim.sharing == .exclusive }) {
                    broken.insert("an exclusive GPU is shared")
                }
                if here.reduce(gpu.usedMemory, { $0 + ($1.claim.memory ?? 0) }) > gpu.totalMemory {
                    broken.insert("more memory is reserved than exists")
                }
            }
            if allocations.contains(where: { Set($0.gpus).count < $0.gpus.count }) {
                broken.insert("a duplicate GPU")
            }
        }
    }

    private func request(_ dice: inout Dice, cards: Int) throws -> GPURequest {
        let count = try GPUCount(Int.random(in: 1...cards, using: &dice))
        // The first GPU has 4 GiB of foreign memory.
        let gib = Int.random(in: 1...20, using: &dice)
        switch Int.random(in: 0...2, using: &dice) {
        case 0: return GPURequest(count: count)
        case 1: return GPURequest(count: count, memory: try GPUMemory(gib: gib))
        default: return GPURequest(count: count, memory: try GPUMemory(gib: gib), sharing: .shared)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func nothingIsPromisedTwiceAndNobodyStarves(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        let cards = Int.random(in: 1...6, using: &dice)
        var machine = Machine(cards: cards, foreign: 4 << 10)
        let owners = ["alice", "bob", "carol", "dave"]
        for _ in 0..<2000 {
            machine.now += Double.random(in: 0...600, using: &dice)
            if machine.members.count < 12, Bool.random(using: &dice), let owner = owners.randomElement(using: &dice) {
                machine.arrive(owner, try request(&dice, cards: cards))
            } else if !machine.allocations.isEmpty {
                machine.leave(Int.random(in: 0..<machine.allocations.count, using: &dice))
            }
            machine.evaluate()
        }
        #expect(machine.releases > 900)
        // At most twelve apps wait, and the first one gets GPUs as soon as the apps on them have left.
        #expect(machine.longest <= 60, "one app waited for \(machine.longest) to leave")
        // Once arrivals stop, every app gets its GPUs.
        while !machine.members.isEmpty {
            try #require(!machine.allocations.isEmpty)
            machine.leave(0)
            machine.evaluate()
        }
        #expect(machine.broken == [])
    }

    /// Small apps that keep arriving would always occupy some GPU if none were held back for an app that needs all.
    @Test func anAppThatNeedsEveryCardGetsThemWhileOthersKeepComing() throws {
        var dice = Dice(state: 7)
        var machine = Machine(cards: 4, foreign: 0)
        for _ in 0..<8 { machine.arrive("bob", GPURequest(count: try GPUCount(1))) }
        machine.evaluate()
        machine.arrive("alice", GPURequest(count: try GPUCount(4)))
        let big = try #require(machine.members.last?.app)
        var left = 0
        while !machine.allocations.contains(where: { $0.app == big }) {
            machine.arrive(["bob", "carol"][left % 2], GPURequest(count: try GPUCount(1)))
            machine.leave(Int.random(in: 0..<machine.allocations.count, using: &dice))
            machine.now += 60
            machine.evaluate()
            left += 1
            try #require(left < 50)
        }
        #expect(left >= 4)
    }

    /// One owner requests ten times as much as the other; both get the same while both are waiting.
    @Test func whoAsksForMoreDoesNotGetMore() throws {
        var dice = Dice(state: 8)
        var machine = Machine(cards: 4, foreign: 0)
        let one = GPURequest(count: try GPUCount(1))
        for _ in 0..<1000 {
            while machine.members.count(where: { $0.owner == "alice" }) < 20 { machine.arrive("alice", one) }
            while machine.members.count(where: { $0.owner == "bob" }) < 2 { machine.arrive("bob", one) }
            machine.evaluate()
            machine.leave(Int.random(in: 0..<machine.allocations.count, using: &dice))
            machine.now += 1
        }
        let (alice, bob) = (machine.given["alice"] ?? 0, machine.given["bob"] ?? 0)
        #expect(abs(alice - bob) < 100, "alice got \(alice), bob \(bob)")
    }
}
