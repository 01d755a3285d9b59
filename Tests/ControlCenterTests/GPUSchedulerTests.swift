import ControlCenter
@testable import Operations
@testable import LiveState
@testable import Model
@testable import Ports
import Foundation
import AppHarness
import SQLiteStore
import Testing

/// The GPU queue end to end, from the request to the running app.
@Suite(.timeLimit(.minutes(5))) struct GPUSchedulerTests {
    private static let cards = [0, 1].map {
        GPU(uuid: "GPU-\($0)", index: $0, name: "card", totalMemory: 24 << 10, usedMemory: 0)
    }
    private static let bob = Caller(user: "bob", role: .member, address: "")
    private static let admin = Caller(user: "admin", role: .operator, address: "")

    private func crowded(path: String? = nil) async throws -> AppHarness {
        let house = try AppHarness(gpus: Self.cards, path: path)
        for name in ["one", "two"] { try await house.until(try await house.add(name, gpus: 1), is: .running) }
        return house
    }

    private func waiting(_ name: String, in house: AppHarness, by caller: Caller = Sample.caller) async throws
        -> AppName
    {
        let name = try await house.add(name, gpus: 1, by: caller)
        while house.registry.queuePosition(of: name) == nil || house.queue.isBusy(name) {
            try await Task.sleep(for: .milliseconds(2))
        }
        return name
    }

    private func stop(_ name: String, in house: AppHarness) async throws {
        try await house.service.stop(try house.app(try AppName(name)), by: Sample.caller)
        try await house.until(try AppName(name), is: .stopped)
    }

    @Test func whoDoesNotFitWaitsAndStartsByItself() async throws {
        let house = try await crowded()
        let name = try await waiting("three", in: house)
        let view = try #require(house.board.app(name))
        #expect(view.contains(#""position":1"#) && view.contains(#""length":1"#))
        #expect(view.contains("1 GPU (exclusive); GPU 0 is in use (an app of alice)"))
        #expect(house.registry.newestDeployment(of: name)?.outcome == nil)
        let fetches = house.source.orders.count
        try await stop("one", in: house)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-0"])
        #expect(house.source.orders.count == fetches, "the clone happened before the wait")
        #expect(try #require(house.board.app(name)).contains(#""line":null"#))
        let deployment = try #require(house.registry.newestDeployment(of: name))
        #expect(deployment.waitingSince != nil && deployment.outcome == .succeeded)
        #expect(deployment.steps.map(\.step) == [.clone, .pull, .install, .place, .start, .health])
    }

    @Test func whoWaitsTakesNobodysTurnToBeBroughtUp() async throws {
        let house = try await crowded()
        for name in ["three", "four", "five"] { _ = try await waiting(name, in: house) }
        _ = try await house.running("cpu")
    }

    @Test func looksOfTheReconcilerSayNothingNew() async throws {
        let house = try await crowded()
        let name = try await waiting("three", in: house)
        let (log, view) = (house.logs.tail(of: name).count, house.board.app(name))
        for _ in 1...5 { house.reconciler.notify(nil) }
        try await Task.sleep(for: .milliseconds(100))
        #expect(house.logs.tail(of: name).count == log && house.board.app(name) == view)
    }

    @Test func stoppingTakesOneOutOfTheLineAndTheNextMovesUp() async throws {
        let house = try await crowded()
        let three = try await waiting("three", in: house)
        let four = try await waiting("four", in: house)
        #expect(house.registry.queuePosition(of: four)?.position == 2)
        try await stop("three", in: house)
        #expect(house.registry.newestDeployment(of: three)?.outcome == .cancelled)
        #expect(house.registry.queuePosition(of: three) == nil)
        #expect(house.registry.queuePosition(of: four)?.position == 1)
        try await house.service.remove(try house.app(four), by: Sample.caller)
        try await house.untilGone(four)
    }

    @Test func anOperatorMovesOneToTheFront() async throws {
        let house = try await crowded()
        let names = try await [waiting("three", in: house), waiting("four", in: house), waiting("five", in: house)]
        let five = try house.app(names[2])
        func moved(to position: Int) async throws -> [String] {
            try await house.registry.move(five, to: position, by: Self.admin).stored().map(\.rawValue)
        }
        #expect(try await moved(to: 1) == ["five", "three", "four"])
        #expect(names.map { house.registry.queuePosition(of: $0)?.position } == [2, 3, 1])
        #expect(try await moved(to: 99) == ["three", "four", "five"])
        #expect(try await moved(to: 2) == ["three", "five", "four"])
        let entry = try #require(try house.store.entries(AuditQuery(action: "line")).first)
        #expect(entry.actor == "admin" && entry.app == "five" && entry.detail == #"{"position":2}"#)
        await #expect(throws: NotQueued.self) {
            try await house.registry.move(try house.app(try AppName("one")), to: 1, by: Self.admin).stored()
        }
    }

    @Test func theLineIsTheSameAfterARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let before: [QueuePosition?]
        do {
            let house = try await crowded(path: path)
            let names = try await [waiting("three", in: house), waiting("four", in: house)]
            _ = try await house.registry.move(try house.app(names[1]), to: 1, by: Self.admin).stored()
            before = names.map { house.registry.queuePosition(of: $0) }
            await house.queue.close()
        }
        let house = try AppHarness(gpus: Self.cards, path: path)
        let names = try ["three", "four"].map { try AppName($0) }
        #expect(names.map { house.registry.queuePosition(of: $0)?.position } == [2, 1])
        while names.map({ house.registry.queuePosition(of: $0) }) != before {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func aCardIsTheOldContainersUntilItIsReplaced() async throws {
        let house = try await crowded()
        house.host.block("up")
        try await house.service.deploy(try house.app(try AppName("one")), .restart, by: Sample.caller)
        let three = try await house.add("three", gpus: 1, by: Self.bob)
        while house.registry.queuePosition(of: three) == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.registry.newestDeployment(of: try AppName("one"))?.gpus == ["GPU-0"])
    }

    @Test func anAppThatWantsMoreThanItHasLetsGoWhileItWaits() async throws {
        let house = try await crowded()
        let one = try AppName("one")
        try await house.service.change(try house.app(one), by: Sample.caller) { settings in
            var settings = settings
            settings.gpus.count = try GPUCount(2)
            return settings
        }
        let three = try await waiting("three", in: house, by: Self.bob)
        try await house.service.deploy(try house.app(one), .restart, by: Sample.caller)
        try await house.until(three, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-0"])
        while house.registry.queuePosition(of: one) == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.registry.newestDeployment(of: one)?.gpus == [])
    }

    @Test func whatIsPromisedDoesNotChangeWithTheSettingsNorWithARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let request = GPURequest(count: try GPUCount(1), memory: try GPUMemory(gib: 1), sharing: .shared)
        let seen = GPUSnapshot(gpus: Self.cards)
        do {
            let house = try await crowded(path: path)
            try await house.service.change(try house.app(try AppName("one")), by: Sample.caller) { settings in
                var settings = settings
                settings.gpus = request
                return settings
            }
            #expect(try house.registry.fit(request, of: nil, for: "bob", on: seen).fits == false)
            await house.queue.close()
        }
        let registry = try AppRegistry(
            store: try SQLiteStore(path: path, box: SecretBox(), ports: 26_000...26_099),
            board: StatusBoard(hub: PollHub(capacity: 1), instance: "later"),
            links: AppLinks(domain: "apps.test"), quota: Quota(), defaultMemory: try MemoryLimit(gib: 8))
        #expect(try registry.fit(request, of: nil, for: "bob", on: seen).fits == false)
    }

    @Test func anAppThatChangesWhatItAsksForKeepsWhatItHolds() async throws {
        let house = try await crowded()
        let one = try house.app(try AppName("one"))
        let request = GPURequest(count: try GPUCount(1), memory: try GPUMemory(gib: 20))
        let seen = GPUSnapshot(gpus: Self.cards)
        #expect(try house.registry.fit(request, of: one, for: "alice", on: seen).fits)
        #expect(try !house.registry.fit(request, of: nil, for: "alice", on: seen).fits)
    }

    @Test func anAppThatCouldNotBeStoppedHoldsItsCardUntilItsContainerIsGone() async throws {
        let house = try await crowded()
        let three = try await waiting("three", in: house)
        let one = try AppName("one")
        house.host.fail("stop", with: StepFailure(code: "stuck", message: "It does not end.", hint: ""))
        try await house.service.stop(try house.app(one), by: Sample.caller)
        try await house.until(one, is: .failed)
        try await Task.sleep(for: .milliseconds(50))
        #expect(try house.app(three).state == .waitingForGPU)
        house.host.end(one, code: 0)
        house.reconciler.notify(nil)
        try await house.until(three, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-0"])
    }

    @Test func whileDockerIsAwayNobodyLosesAPlaceInTheLine() async throws {
        let house = try await crowded()
        let three = try await waiting("three", in: house)
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        while house.hostWatch.isDockerReachable { try await Task.sleep(for: .milliseconds(2)) }
        house.registry.wakeScheduler()
        try await Task.sleep(for: .milliseconds(50))
        #expect(try house.app(three).state == .waitingForGPU)
        house.host.set(reachable: true)
    }

    @Test func whatRunsGoesOnWhenARestartFindsNoPlace() async throws {
        let house = try await crowded()
        let one = try AppName("one")
        try await house.service.change(try house.app(one), by: Sample.caller) { settings in
            var settings = settings
            settings.gpus.count = try GPUCount(8)
            return settings
        }
        try await house.service.deploy(try house.app(one), .restart, by: Sample.caller)
        while house.registry.newestDeployment(of: one)?.outcome == nil { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.registry.newestDeployment(of: one)?.failure?.code == "gpus_missing")
        #expect(try house.app(one).state == .running)
        #expect(!house.host.calls.contains("down"))
    }

    @Test func theFormIsToldWhetherItFits() async throws {
        let house = try await crowded()
        _ = try await waiting("three", in: house)
        let seen = GPUSnapshot(gpus: Self.cards)
        let one = GPURequest(count: try GPUCount(1))
        let fit = try house.registry.fit(one, of: nil, for: "bob", on: seen)
        #expect(fit.position == 1, "bob has none, alice has two")
        #expect(fit.why.hasPrefix("needs 1 GPU (exclusive); GPU 0 is in use (an app of alice)"))
        #expect(try house.registry.fit(one, of: nil, for: "alice", on: seen).position == 2)
        try await stop("one", in: house)
        try await house.until(try AppName("three"), is: .running)
        try await stop("two", in: house)
        #expect(
            try house.registry.fit(one, of: nil, for: "bob", on: seen)
                == GPUFit(fits: true, why: "GPU 1: 24 GiB free, no other apps", position: nil))
        #expect { try house.registry.fit(GPURequest(count: try GPUCount(3)), of: nil, for: "bob", on: seen) } throws: {
            error in
            (error as? StepFailure)?.code == "gpus_missing"
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct LeaseTests {
    private func leased(_ hours: Int) async throws -> (AppHarness, AppName) {
        let card = GPU(uuid: "GPU-1", index: 0, name: "card", totalMemory: 24 << 10, usedMemory: 0)
        let house = try AppHarness(gpus: [card])
        let name = try AppName("demo")
        var settings = try Sample.settings(gpus: 1)
        settings.gpus.lease = try LeaseTerm(hours: hours)
        _ = try await house.service.add(NewApp(name: name, settings: settings), key: nil, by: Sample.caller)
        try await house.until(name, is: .running)
        return (house, name)
    }

    @Test func anAppIsStoppedWhenItsLeaseEnds() async throws {
        let (house, name) = try await leased(2)
        let end = try #require(house.app(name).leaseEndsAt)
        #expect(abs(end.timeIntervalSince(house.clock.now) - 7200) < 60)
        house.clock.advance(hours: 1.9)
        try await house.scheduler.endLeases()
        #expect(try house.app(name).state == .running)
        house.clock.advance(hours: 0.2)
        try await house.scheduler.endLeases()
        try await house.until(name, is: .stopped)
        let app = try house.app(name)
        #expect(app.release?.reason == .leaseEnded && app.leaseEndsAt == nil && app.desired == .stopped)
        #expect(house.registry.newestDeployment(of: name)?.run?.outcome == .released)
        #expect(house.logs.tail(of: name).contains { $0.text.contains("its GPU lease has expired") })
        let entry = try #require(try house.store.entries(AuditQuery(action: "lease_ended")).first)
        #expect(entry.actor == "system" && entry.app == "demo")
        try await house.service.deploy(app, .start, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(try house.app(name).release == nil && house.app(name).leaseEndsAt != nil)
    }

    @Test func aLeaseThatCannotBeEndedNowIsEndedLater() async throws {
        let (house, name) = try await leased(2)
        house.clock.advance(hours: 3)
        _ = house.hostWatch.record(dockerReachable: false)
        await #expect(throws: ContainerHostUnreachable.self) { try await house.scheduler.endLeases() }
        #expect(try house.app(name).state == .running)
        _ = house.hostWatch.record(dockerReachable: true)
        try await house.scheduler.endLeases()
        try await house.until(name, is: .stopped)
    }

    @Test func aRenewedLeaseGoesOn() async throws {
        let (house, name) = try await leased(2)
        house.clock.advance(hours: 1.5)
        try await house.registry.renewLease(of: try house.app(name), by: Sample.caller).stored()
        house.clock.advance(hours: 1.5)
        try await house.scheduler.endLeases()
        #expect(try house.app(name).state == .running)
        #expect(try house.store.entries(AuditQuery(action: "lease")).map(\.actor) == ["alice"])
    }

    @Test func whatHasNoLeaseCannotBeRenewed() async throws {
        let (house, name) = try await leased(2)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        await #expect(throws: NoLease.self) {
            try await house.registry.renewLease(of: try house.app(name), by: Sample.caller).stored()
        }
        let other = try await house.running("other")
        await #expect(throws: NoLease.self) {
            try await house.registry.renewLease(of: try house.app(other), by: Sample.caller).stored()
        }
    }
}
