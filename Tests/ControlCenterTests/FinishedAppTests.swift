import ControlCenter
import LiveState
import Operations
@testable import Model
import AppHarness
import Foundation
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct FinishedAppTests {
    private let house: AppHarness

    init() throws { house = try AppHarness() }

    private func untilItsEndIsKept(_ name: AppName) async throws -> Deployment {
        while true {
            let newest = try house.store.deployments(of: try house.app(name).id, limit: 1).first
            if let newest, newest.run != nil { return newest }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test func aJobThatEndsWellIsFinishedAndNotRunAgain() async throws {
        let name = try await house.addWithoutPort("demo")
        try await house.until(name, is: .running)
        house.clock.advance(hours: 1)
        house.host.end(name, code: 0)
        house.reconciler.notify(name)
        try await house.until(name, is: .stopped)
        let app = try house.app(name)
        #expect(app.release?.reason == .finished && app.desired == .stopped && app.failure == nil)
        let deployment = try await untilItsEndIsKept(name)
        #expect(deployment.outcome == .succeeded)
        #expect(deployment.run?.outcome == .exited && deployment.run?.exitCode == 0)
        house.reconciler.notify(nil)
        try await Task.sleep(for: .milliseconds(300))
        #expect(try house.app(name).state == .stopped)
        #expect(house.host.calls.filter { $0 == "up" }.count == 1)
    }

    @Test func startRunsItAgain() async throws {
        let name = try await house.addWithoutPort("demo")
        try await house.until(name, is: .running)
        house.host.end(name, code: 0)
        house.reconciler.notify(name)
        try await house.until(name, is: .stopped)
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(try house.app(name).release == nil)
    }

    @Test func oneThatEndsBeforeItsFirstLookIsFinishedToo() async throws {
        house.host.start(as: .exited(code: 0, outOfMemory: false))
        let name = try await house.addWithoutPort("demo")
        try await house.until(name, is: .stopped)
        #expect(try house.app(name).release?.reason == .finished)
        let deployment = try await untilItsEndIsKept(name)
        #expect(deployment.outcome == .succeeded && deployment.run?.exitCode == 0)
        #expect(house.logs.tail(of: name).last?.text.hasPrefix("Finished: ") == true)
    }

    @Test func oneThatFinishedWhileDockerWasAwayIsNotRunAgain() async throws {
        let name = try await house.addWithoutPort("demo")
        try await house.until(name, is: .running)
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        try await house.until(name, showing: .unknown)
        house.host.end(name, code: 0)
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, is: .stopped)
        #expect(try house.app(name).release?.reason == .finished)
    }

    @Test func aJobThatEndsWithAnErrorHasFailed() async throws {
        let name = try await house.addWithoutPort("demo")
        try await house.until(name, is: .running)
        house.host.end(name, code: 3)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        #expect(try house.app(name).failure?.code == "app_exited")
    }

    @Test func aServerThatEndsWellHasFailed() async throws {
        let name = try await house.running("demo")
        house.host.end(name, code: 0)
        house.reconciler.notify(name)
        try await house.until(name, is: .failed)
        #expect(try house.app(name).failure?.code == "ended_by_itself")
    }
}
