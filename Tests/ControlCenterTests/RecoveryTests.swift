import Operations
import ControlCenter
@testable import LiveState
@testable import Model
@testable import Ports
import Foundation
import AppHarness
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct RecoveryTests {
    @Test func whatWasUnderWayGoesOnAfterARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let name: AppName
        do {
            let house = try AppHarness(path: path)
            house.host.block("install")
            name = try await house.add("demo")
            while house.registry.app(name)?.state != .installing { try await Task.sleep(for: .milliseconds(2)) }
            await house.queue.close()
            #expect(house.registry.newestDeployment(of: name)?.outcome == nil)
        }
        let house = try AppHarness(path: path)
        try await house.until(name, is: .running)
        let app = try #require(house.registry.app(name))
        #expect(try house.store.deployments(of: app.id, limit: 10).count == 1)
    }

    @Test func allThatShouldRunAndDoesNotIsStartedAfterARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let names: [AppName]
        do {
            let house = try AppHarness(path: path)
            names = [try await house.running("one"), try await house.running("two"), try await house.running("three")]
            try await house.service.stop(try house.app(names[2]), by: Sample.caller)
            try await house.until(names[2], is: .stopped)
        }
        // All containers are gone.
        let house = try AppHarness(path: path)
        for name in names.prefix(2) {
            try await house.until(name, is: .running)
            let newest = try #require(house.registry.newestDeployment(of: name))
            #expect(newest.reason == .start && newest.requestedBy == "system" && newest.outcome == .succeeded)
        }
        #expect(try house.app(names[2]).state == .stopped)
        #expect(house.host.calls.filter { $0 == "up" }.count == 2)
    }

    @Test func whatWasSeenOfManyIsAppliedToThoseThatHaveNotChangedSince() async throws {
        let house = try AppHarness()
        let names = [try await house.running("one"), try await house.running("two")]
        let seen = try names.map { ObservedTransition(app: try house.app($0), event: .seenUnhealthy) }
        try await house.service.stop(seen[0].app, by: Sample.caller)
        try await house.registry.apply(seen).stored()
        #expect(try house.app(names[0]).state != .unhealthy)
        #expect(try house.app(names[1]).state == .unhealthy)
        #expect(try house.store.apps().first { $0.name == names[1] }?.state == .unhealthy)
    }

    @Test func anAppThatEndedByItselfSaysWhy() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.end(name, code: 137)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        #expect(house.registry.app(name)?.failure?.code == "killed")
        #expect(house.registry.app(name)?.failure?.message.contains("signal 9") == true)
    }

    @Test func anAnswerThatDockerOwesOnceEndsNoDeployment() async throws {
        let house = try AppHarness()
        house.host.fail("observe", with: ContainerHostUnreachable(reason: "reset"))
        let name = try await house.running("demo")
        #expect(try house.store.deployments(of: house.app(name).id, limit: 5).map(\.outcome) == [.succeeded])
    }

    @Test func withoutDockerNobodyKnowsAndNothingCanBeChanged() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        try await house.until(name, is: .unknown)
        await #expect(throws: ContainerHostUnreachable.self) {
            try await house.service.stop(try house.app(name), by: Sample.caller)
        }
        await #expect(throws: ContainerHostUnreachable.self) { try await house.add("other") }
        #expect(house.registry.app(try AppName("other")) == nil)
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
    }

    private func look(_ house: AppHarness) async throws {
        let before = house.host.looks
        house.reconciler.notify(nil)
        while house.host.looks == before { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func whatEndedWhileDockerWasAwayIsBroughtBack() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        try await house.until(name, is: .unknown)
        house.host.end(name, code: 255)
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.requestedBy == "system")
    }

    @Test func whatCouldNotBeDeployedWithoutDockerIsDeployedWhenItIsBack() async throws {
        let house = try AppHarness()
        house.host.fail("up", with: ContainerHostUnreachable(reason: "away"))
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        #expect(try house.app(name).failure?.code == "docker_unreachable")
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        while house.hostWatch.isDockerReachable { try await Task.sleep(for: .milliseconds(2)) }
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.requestedBy == "system")
    }

    /// The absence was too short to be seen, or Docker refuses this app only.
    @Test func withoutASignOfAnAbsenceADeploymentIsRepeatedOnce() async throws {
        let house = try AppHarness()
        let away = ContainerHostUnreachable(reason: "away")
        house.host.fail("up", with: away, away)
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        try await look(house)
        while house.registry.newestDeployment(of: name)?.requestedBy != "system" || house.queue.isBusy(name) {
            try await Task.sleep(for: .milliseconds(2))
        }
        for _ in 1...3 { try await look(house) }
        let app = try house.app(name)
        #expect(app.state == .failed && !house.queue.isBusy(name))
        #expect(try house.store.deployments(of: app.id, limit: 9).map(\.requestedBy) == ["system", "alice"])
    }

    @Test(arguments: [("another", App.Desired.running), ("docker_unreachable", .stopped)])
    func othersStayAsTheyAre(_ code: String, _ desired: App.Desired) async throws {
        let house = try AppHarness()
        var app = try house.app(try await house.running("demo"))
        app.state = .failed
        app.desired = desired
        app.failure = Failure(step: .start, code: code, message: "", hint: "")
        #expect(!app.isOwedByDocker)
    }

    /// Docker answers slowly: the state that the reconciler acts on may be outdated by then.
    @Test(arguments: [AppState.running, .stopping, .queued])
    func whatCameToRestWhileDockerWasAskedIsLeftAtRest(_ seen: AppState) async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        var before = try house.app(name)
        before.state = seen
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try house.jobs.resume([before])
        #expect(try house.app(name).state == .stopped && !house.queue.isBusy(name))
        try house.jobs.resume([try house.app(name)])
        #expect(try house.app(name).desired == .stopped)
    }
}
