@testable import Model
import Testing

/// Thousands of deployments of random owners and durations, reproducible by seed.
@Suite(.serialized) struct SlotQueueSimulationTests {
    /// A host whose deployments go through several kinds of work.
    private struct Host {
        let slots: [SlotQueue.Kind: Int]
        var queue: SlotQueue
        /// What each one has still to do, with its duration; the first is waited for or under way.
        var plans: [AppName: [(kind: SlotQueue.Kind, seconds: Int)]] = [:]
        var owners: [AppName: String] = [:]
        var ends: [(at: Int, app: AppName)] = []
        var now = 0
        /// Number of slots granted to others when each one asked for its slot.
        var asked: [AppName: Int] = [:]
        var grants = 0
        var longest = 0
        var given: [String: Int] = [:]
        var broken: Set<String> = []
        private var newest = 0

        init(slots: [SlotQueue.Kind: Int]) {
            self.slots = slots
            queue = SlotQueue(slots: slots)
        }

        mutating func arrive(_ owner: String, _ plan: [(kind: SlotQueue.Kind, seconds: Int)]) throws {
            newest += 1
            let app = try AppName("app-\(newest)")
            (plans[app], owners[app]) = (plan, owner)
            ask(app)
        }

        private mutating func ask(_ app: AppName) {
            guard let kind = plans[app]?.first?.kind, let owner = owners[app] else { return queue.leave(app) }
            queue.join(.init(app: app, owner: owner, kind: kind))
            asked[app] = grants
        }

        /// Grants what can be granted, and checks each grant.
        mutating func grant() {
            var (waiting, holding) = (queue.waiting, Array(queue.holders.values))
            for app in queue.grant() {
                guard let place = waiting.firstIndex(where: { $0.app == app }) else { continue }
                let member = waiting.remove(at: place)
                check(member, before: waiting[..<place], after: waiting[place...], holding)
                holding.append(member)
                grants += 1
                given[member.owner, default: 0] += 1
                longest = max(longest, grants - (asked[app] ?? 0))
                ends.append((now + (plans[app]?.first?.seconds ?? 0), app))
            }
            for (kind, count) in slots {
                let free = count - queue.holders.values.count { $0.kind == kind }
                if free < 0 { broken.insert("more slots than there are") }
                if free > 0, queue.waiting.contains(where: { $0.kind == kind }) { broken.insert("an idle slot") }
            }
        }

        /// - Parameters:
        ///   - before: those who wait and came earlier.
        ///   - after: those who came later.
        private mutating func check(
            _ member: SlotQueue.Member, before: ArraySlice<SlotQueue.Member>, after: ArraySlice<SlotQueue.Member>,
            _ holding: [SlotQueue.Member]
        ) {
            let held = { (owner: String) in holding.count { $0.owner == owner } }
            if (before + after).contains(where: { $0.kind == member.kind && held($0.owner) < held(member.owner) }) {
                broken.insert("somebody's later app went before another's earlier one")
            }
            if before.contains(where: { $0.kind == member.kind && $0.owner == member.owner }) {
                broken.insert("an owner's apps changed their order")
            }
        }

        /// Moves to the next end of work.
        mutating func pass() {
            guard let next = ends.min(by: { $0.at < $1.at }) else { return }
            now = next.at
            ends.removeAll { $0.app == next.app }
            plans[next.app]?.removeFirst()
            ask(next.app)
        }
    }

    private let owners = ["alice", "bob", "carol", "dave", "erin"]

    private func plan(_ dice: inout Dice) -> [(kind: SlotQueue.Kind, seconds: Int)] {
        let restart = [(kind: SlotQueue.Kind.start, seconds: Int.random(in: 1...3, using: &dice))]
        guard Int.random(in: 0...2, using: &dice) > 0 else { return restart }
        return [
            (.clone, Int.random(in: 1...60, using: &dice)), (.install, Int.random(in: 1...3600, using: &dice)),
        ] + restart
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func somebodysFirstGoesBeforeAnothersFifthAndNobodyStarves(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        let slots = Dictionary(
            uniqueKeysWithValues: SlotQueue.Kind.allCases.map { ($0, Int.random(in: 1...6, using: &dice)) })
        var host = Host(slots: slots)
        for _ in 0..<3000 {
            if host.queue.waiting.count < 30, Bool.random(using: &dice), let owner = owners.randomElement(using: &dice)
            {
                try host.arrive(owner, plan(&dice))
            } else {
                host.pass()
            }
            host.grant()
        }
        #expect(host.grants > 1000)
        while !host.ends.isEmpty {
            host.pass()
            host.grant()
        }
        #expect(host.queue.waiting.isEmpty && host.queue.holders.isEmpty)
        #expect(host.broken == [])
    }

    /// One owner asks for ten times as much as the other; both get the same while both are waiting.
    @Test func whoAsksForMoreDoesNotGetMore() throws {
        var dice = Dice(state: 6)
        var host = Host(slots: [.install: 4])
        for _ in 0..<1000 {
            for (owner, many) in [("alice", 20), ("bob", 4)] {
                while host.queue.waiting.count(where: { $0.owner == owner }) < many {
                    try host.arrive(owner, [(.install, Int.random(in: 1...3600, using: &dice))])
                }
            }
            host.grant()
            host.pass()
        }
        let (alice, bob) = (host.given["alice"] ?? 0, host.given["bob"] ?? 0)
        #expect(abs(alice - bob) < 100, "alice got \(alice), bob \(bob)")
        #expect(host.broken == [])
    }

    /// Others' first apps go before somebody's second one, but only until that owner's first one ends.
    @Test func anOwnersSecondAppIsNotPassedOverForever() throws {
        var host = Host(slots: [.install: 2])
        for _ in 0..<2 { try host.arrive("alice", [(.install, 60)]) }
        try host.arrive("bob", [(.install, 1)])
        host.grant()
        while host.given["alice"] == 1 {
            for owner in owners.dropFirst() where !host.queue.waiting.contains(where: { $0.owner == owner }) {
                try host.arrive(owner, [(.install, 1)])
            }
            host.pass()
            host.grant()
            try #require(host.now <= 60)
        }
        #expect(host.grants > 50)
    }
}
