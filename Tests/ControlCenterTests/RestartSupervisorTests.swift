import Operations
import ControlCenter
import LiveState
@testable import Model
import Foundation
import AppHarness
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct RestartSupervisorTests {
    /// An app that ran long enough to be restarted, then exited.
    private func endedAfterAWhile(_ house: AppHarness) async throws -> AppName {
        let name = try await house.running("demo")
        house.clock.advance(hours: 0.02)
        house.host.end(name, code: 3)
        return name
    }

    private func untilBroughtBack(_ house: AppHarness, _ name: AppName, deployments: Int) async throws {
        let id = try house.app(name).id
        var stored: [Deployment] = []
        // The database knows first, memory next.
        while stored.count < deployments || house.registry.newestDeployment(of: name)?.id != stored.first?.id {
            try await Task.sleep(for: .milliseconds(2))
            stored = try house.store.deployments(of: id, limit: 10)
        }
        try await house.until(name, is: .running)
    }

    private func untilReopened(_ house: AppHarness, _ name: AppName) async throws {
        while house.registry.newestDeployment(of: name)?.requestedBy != Caller.system.user {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func anAppThatRanWellIsBroughtBackAndItsEndIsKept() async throws {
        let house = try AppHarness()
        let name = try await endedAfterAWhile(house)
        house.reconciler.notify(name)
        try await untilReopened(house, name)
        // A full check skips the app that is waiting for its restart.
        house.reconciler.notify(nil)
        try await untilBroughtBack(house, name, deployments: 2)
        let deployments = try house.store.deployments(of: try house.app(name).id, limit: 10)
        #expect(deployments.map(\.requestedBy) == ["system", "alice"])
        #expect(deployments.map(\.run?.exitCode) == [nil, 3])
        #expect(house.host.calls.filter { $0 == "up" }.count == 2)
    }

    @Test func aWallClockThatIsSetMakesNoDifference() async throws {
        let house = try AppHarness()
        let ranWell = try await house.running("demo")
        let endedSoon = try await house.running("other")
        house.clock.set(ahead: 1)
        house.host.end(endedSoon, code: 3)
        house.reconciler.notify(endedSoon)
        try await house.until(endedSoon, is: .failed)
        house.clock.set(ahead: -2)
        house.clock.advance(hours: 0.02)
        house.host.end(ranWell, code: 3)
        house.reconciler.notify(ranWell)
        try await untilBroughtBack(house, ranWell, deployments: 2)
    }

    @Test func anEndThatAListShowsIsKeptWithItsExitCode() async throws {
        let house = try AppHarness()
        let name = try await endedAfterAWhile(house)
        house.reconciler.notify(nil)
        try await untilBroughtBack(house, name, deployments: 2)
        #expect(try house.store.deployments(of: try house.app(name).id, limit: 10).last?.run?.exitCode == 3)
    }

    @Test func aContainerThatSomebodyTookAwayIsBroughtBack() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.vanish(name)
        house.reconciler.notify(name)
        try await untilBroughtBack(house, name, deployments: 2)
        #expect(try house.store.deployments(of: try house.app(name).id, limit: 10).last?.run?.outcome == .vanished)
    }

    @Test func aForcedRemovalEndsItFirstAndItIsBroughtBackAllTheSame() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.end(name, code: 137)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        house.host.vanish(name)
        try await untilBroughtBack(house, name, deployments: 2)
    }

    @Test func whoStopsItMeanwhileHasTheLastWord() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        // However late this test gets to stop it.
        house.host.block("up")
        house.host.vanish(name)
        house.reconciler.notify(name)
        try await untilReopened(house, name)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try await Task.sleep(for: .seconds(1.5))
        #expect(try house.app(name).state == .stopped && !house.queue.isBusy(name))
        #expect(house.registry.newestDeployment(of: name)?.outcome == .cancelled)
    }

    @Test func aCrashLoopEndsWithTheReason() async throws {
        let house = try AppHarness()
        let name = try await endedAfterAWhile(house)
        house.reconciler.notify(name)
        try await untilBroughtBack(house, name, deployments: 2)
        house.host.end(name, code: 4)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        #expect(try house.app(name).failure?.code == "app_exited")
        #expect(try house.app(name).failure?.message.contains("exited with code 4") == true)
    }
}
