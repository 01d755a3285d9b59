import AppHarness
import ControlCenter
@testable import LiveState
@testable import Model
import Ports
import Testing

/// What deployments wait for, and what they do not.
@Suite(.timeLimit(.minutes(5))) struct DeploymentSlotsTests {
    private let cards = [0, 1].map {
        GPU(uuid: "GPU-\($0)", index: $0, name: "card", totalMemory: 24 << 10, usedMemory: 0)
    }

    /// Blocks two installs, which are all that may run at once.
    private func busy(_ house: AppHarness) async throws {
        house.host.block("install")
        for name in ["busy-1", "busy-2"] { try await house.until(try await house.add(name), showing: .installing) }
    }

    @Test func installsOfAnHourDoNotKeepARestartWaiting() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        try await busy(house)
        for number in 3...10 { try await house.add("busy-\(number)") }
        let before = house.registry.newestDeployment(of: name)
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name) != before)
    }

    @Test func anAppThatWaitsForASlotSaysItsPlace() async throws {
        let house = try AppHarness()
        try await busy(house)
        var names: [AppName] = []
        for name in ["third", "fourth"] {
            names.append(try await house.add(name))
            while house.board.app(names.last!)?.contains(#""kind":"install""#) != true {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        let bob = Caller(user: "bob", role: .member, address: "")
        let his = try await house.add("his", by: bob)
        let words = [
            #""ahead":["an app of bob"],"kind":"install","position":2,"working":["busy-1","busy-2"]"#,
            #""ahead":["an app of bob","third"],"kind":"install","position":3,"working":["busy-1","busy-2"]"#,
        ]
        for (name, words) in zip(names, words) {
            while house.board.app(name)?.contains(words) != true { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(try #require(house.board.app(his)).contains(#""working":["an app of alice","an app of alice"]"#))
        #expect(try (names + [his]).allSatisfy { try house.app($0).state == .queued })
        house.host.unblock("install")
        for name in names + [his] {
            try await house.until(name, is: .running)
            #expect(try #require(house.board.app(name)).contains(#""queue":null"#))
        }
    }

    @Test func manyRemovalsAtOnceReachDockerAFewAtATime() async throws {
        let house = try AppHarness()
        var names: [AppName] = []
        for name in ["a", "b", "c", "d"] { names.append(try await house.running(name)) }
        house.host.block("down")
        for name in names { try await house.service.remove(try house.app(name), by: Sample.caller) }
        while house.host.calls.count(where: { $0 == "down" }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(house.host.calls.count { $0 == "down" } == 2)
        house.host.unblock("down")
        for name in names { try await house.untilGone(name) }
    }

    @Test func manyDeploymentsThatFailAtOnceAreTakenDownAFewAtATime() async throws {
        let house = try AppHarness()
        house.host.block("down")
        house.host.start(as: .exited(code: 1, outOfMemory: false))
        let names = try await house.add(["a", "b", "c", "d"])
        while house.host.calls.count(where: { $0 == "down" }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(50))
        #expect(house.host.calls.count { $0 == "down" } == 2)
        house.host.unblock("down")
        for name in names { try await house.until(name, is: .failed) }
    }

    @Test func stoppingAndRemovingDoNotWaitForASlot() async throws {
        let house = try AppHarness()
        try await busy(house)
        let (first, second) = (try await house.add("first"), try await house.add("second"))
        for name in [first, second] {
            while house.board.app(name)?.contains(#""kind":"install""#) != true {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        try await house.service.stop(try house.app(first), by: Sample.caller)
        try await house.until(first, is: .stopped)
        #expect(house.registry.newestDeployment(of: first)?.outcome == .cancelled)
        try await house.service.remove(try house.app(second), by: Sample.caller)
        try await house.untilGone(second)
    }

    @Test func anAppThatWaitsToInstallHoldsNoGPU() async throws {
        let house = try AppHarness(gpus: cards)
        house.host.block("install")
        let names = try await house.add((1...4).map { "app-\($0)" }, gpus: 1)
        func untilTwo(are state: AppState) async throws {
            while names.count(where: { house.registry.app($0)?.state == state }) < 2 {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        try await untilTwo(are: .installing)
        #expect(names.allSatisfy { house.registry.newestDeployment(of: $0)?.gpus == [] })
        house.host.unblock("install")
        try await untilTwo(are: .running)
        #expect(Set(house.host.stacks.flatMap(\.gpus)) == ["GPU-0", "GPU-1"])
    }

    @Test func whatIsPlacedStartsAtOnceBecauseItWasInstalledBefore() async throws {
        let house = try AppHarness(gpus: cards)
        for name in ["one", "two"] { try await house.until(try await house.add(name, gpus: 1), is: .running) }
        let three = try await house.add("three", gpus: 1)
        while house.registry.queuePosition(of: three) == nil { try await Task.sleep(for: .milliseconds(2)) }
        try await busy(house)
        try await house.service.stop(try house.app(try AppName("one")), by: Sample.caller)
        try await house.until(three, is: .running)
        #expect(house.host.stacks.last?.gpus == ["GPU-0"])
    }
}
