import AppHarness
import ControlCenter
import Foundation
import LiveState
import Model
import Operations
import SQLiteStore
import Testing

/// Whether the link leads to the container that a deployment is going to replace.
@Suite(.timeLimit(.minutes(5))) struct ServingTests {
    private func redeploy(_ name: AppName, in house: AppHarness) async throws {
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
    }

    @Test func aRedeployServesUntilTheContainerIsReplaced() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        #expect(!house.registry.isServing(name), "it runs: nothing replaces it")
        house.host.block("up")
        house.host.start(as: .starting)
        try await redeploy(name, in: house)
        while house.host.calls.count(where: { $0 == "up" }) < 2 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.registry.isServing(name))
        house.host.unblock("up")
        while house.registry.isServing(name) { try await Task.sleep(for: .milliseconds(2)) }
        #expect(try house.app(name).state == .starting)
        house.host.answer(name)
        try await house.until(name, is: .running)
    }

    @Test func nothingServesWhileAnAppIsDeployedFirstOrStarted() async throws {
        let house = try AppHarness()
        house.host.block("up")
        let name = try await house.add("demo")
        try await house.until(name, showing: .starting)
        #expect(!house.registry.isServing(name))
        house.host.unblock("up")
        try await house.until(name, is: .running)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        house.host.block("up")
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, showing: .starting)
        #expect(!house.registry.isServing(name))
        house.host.unblock("up")
        try await house.until(name, is: .running)
    }

    @Test func nothingServesWhatEndedWhileDockerWasAway() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        try await house.until(name, is: .unknown)
        house.host.end(name, code: 255)
        house.host.block("up")
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, showing: .starting)
        #expect(!house.registry.isServing(name))
        house.host.unblock("up")
        try await house.until(name, is: .running)
    }

    @Test func aRestartOfTheServiceKeepsTheLink() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let name: AppName
        do {
            let house = try AppHarness(path: path)
            name = try await house.running("demo")
            house.host.block("install")
            house.source.publish(Sample.newerCommit)
            try await redeploy(name, in: house)
            try await house.until(name, showing: .installing)
            #expect(house.registry.isServing(name))
            await house.queue.close()
        }
        let house = try AppHarness(path: path)
        #expect(house.registry.isServing(name))
        try await house.until(name, is: .running)
    }

    @Test func whatWasRestoredServesDuringTheNextRedeploy() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.source.publish(Sample.newerCommit)
        house.host.fail("up", with: StepFailure(code: "docker_failed", message: "No.", hint: ""))
        try await redeploy(name, in: house)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.outcome == .failed)
        house.host.block("install")
        try await redeploy(name, in: house)
        try await house.until(name, showing: .installing)
        #expect(house.registry.isServing(name))
        house.host.unblock("install")
        try await house.until(name, is: .running)
    }
}
