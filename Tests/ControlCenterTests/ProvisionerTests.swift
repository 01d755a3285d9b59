import Operations
import ControlCenter
import Ports
import LiveState
@testable import Model
import Foundation
import AppHarness
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProvisionerTests {
    private let oops = StepFailure(code: "oops", message: "It broke.", hint: "Mend it.")

    @Test func bringsAnAppUpAndWritesDownHow() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let deployment = try #require(house.registry.newestDeployment(of: name))
        #expect(deployment.outcome == .succeeded)
        #expect(deployment.commit == Sample.commit)
        #expect(deployment.image == "sha256:1")
        #expect(house.host.stacks.map(\.gpus) == [[]])
        #expect(
            try house.store.keptLines(of: deployment.id).deployment.last?.text.contains("Running at commit") == true)
    }

    @Test func appsThatDoNotAnswerTakeNoSlots() async throws {
        let house = try AppHarness()
        house.host.start(as: .starting)
        let silent = try await house.add(["a", "b", "c"])
        while house.host.stacks.count < silent.count { try await Task.sleep(for: .milliseconds(2)) }
        house.host.start(as: .healthy)
        _ = try await house.running("plain")
        #expect(silent.allSatisfy { house.queue.isBusy($0) })
        for name in silent { house.host.answer(name) }
        for name in silent { try await house.until(name, is: .running) }
    }

    @Test func aStepSaysWhenItLastPrintedSomething() async throws {
        let house = try AppHarness()
        house.host.block("install")
        let name = try await house.add("demo")
        try await house.until(name, showing: .installing)
        house.registry.report("building", of: name)
        let words = #""detail":"building","last_output_at":""#
        while house.board.app(name)?.contains(words) != true { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func anAppThatStartsSaysWhatItDoes() async throws {
        let house = try AppHarness()
        house.host.start(as: .starting)
        house.host.set(activity: ContainerActivity(listening: [ListeningSocket(.any, 7860)]))
        let name = try await house.add("demo")
        let report = "Listens on port 7860. No log line"
        while house.board.app(name)?.contains(report) != true { try await Task.sleep(for: .milliseconds(2)) }
        house.host.answer(name)
        try await house.until(name, is: .running)
    }

    @Test func anAppThatAnswersSlowlyRunsAndItsLogSaysSo() async throws {
        let house = try AppHarness()
        house.host.start(as: .starting)
        let name = try await house.add("demo")
        while house.host.stacks.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        house.host.answer(name, slowly: true)
        try await house.until(name, is: .running)
        let note = "The app listens on port 7860 and takes connections but answers slowly."
        #expect(house.logs.all(of: name, source: .deploy).contains { $0.text == note })
    }

    @Test func eachStepIsTimedAndToldWhatItUsuallyTakes() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let steps = try #require(house.registry.newestDeployment(of: name)?.steps)
        #expect(steps.map(\.step) == [.clone, .pull, .install, .start, .health])
        #expect(steps.allSatisfy { $0.seconds != nil })
        house.host.block("install")
        house.source.publish(Sample.newerCommit)
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, showing: .installing)
        let view = try #require(house.board.app(name))
        let usual = try #require(view.firstMatch(of: /"usually_seconds":([0-9.e-]+)/)?.1)
        #expect(Double(usual) == steps[2].seconds)
    }

    @Test func aRollbackGoesToThatCommit() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let first = try #require(house.registry.newestDeployment(of: name))
        house.source.publish(Sample.newerCommit)
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.registry.app(name)?.commit == Sample.newerCommit)

        #expect(first.packages == "packages of aaaaaaaaa")
        try await house.service.rollBack(
            try house.app(name), to: try #require(first.commit), image: first.image, packages: "of then",
            by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.map(\.packages) == [nil, nil, "of then"])
        #expect(house.host.stacks.map(\.mendsEnvironment) == [false, true, true])
        #expect(house.registry.newestDeployment(of: name)?.packages == "of then")
        #expect(house.registry.app(name)?.commit == Sample.commit)
        #expect(house.source.orders.last?.commit == Sample.commit)
        let rollback = try #require(house.registry.newestDeployment(of: name))
        #expect(rollback.reason == .rollback && rollback.target == Sample.commit && rollback.commit == Sample.commit)
        #expect(rollback.outcome == .succeeded)

        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.last?.packages == "of then" && house.host.stacks.last?.mendsEnvironment == false)
    }

    @Test func howEachContainerEndedIsKept() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let app = try #require(house.registry.app(name))
        house.logs.append("the last words", from: .app, to: name)
        try await house.service.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        house.host.end(name, code: 3)
        house.reconciler.notify(name)
        while house.registry.newestDeployment(of: name)?.run == nil { try await Task.sleep(for: .milliseconds(2)) }
        let ended = try house.store.deployments(of: app.id, limit: 10).map(\.run)
        #expect(ended.map { $0?.outcome } == [.exited, .stopped, .replaced])
        #expect(ended.map { $0?.exitCode } == [3, nil, nil])
        let lines = try house.store.deployments(of: app.id, limit: 10).map { try house.store.keptLines(of: $0.id).run }
        #expect(lines.allSatisfy { $0.map(\.text) == ["the last words"] })
    }

    @Test func aFailureNamesItsStepAndLeavesNoContainer() async throws {
        let house = try AppHarness()
        house.host.fail("install", with: oops)
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        let failure = try #require(house.registry.app(name)?.failure)
        #expect(failure == oops.during(.install))
        #expect(house.host.calls.last == "down")
        #expect(house.registry.newestDeployment(of: name)?.failure?.step == .install)
    }

    @Test func aCrashWhileItsAnswerIsAwaitedIsAFailureOfTheStart() async throws {
        let house = try AppHarness()
        house.host.start(as: .exited(code: 1, outOfMemory: false))
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        let failure = try #require(house.registry.app(name)?.failure)
        #expect(failure.step == .start && failure.code != "internal")
    }

    @Test func aFailedCloneLeavesNoWorkspace() async throws {
        let house = try AppHarness()
        house.source.fail(with: oops)
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        #expect(!FileManager.default.fileExists(atPath: house.folder.path + "/demo"))
    }

    @Test func aFailedRedeployGoesBackToTheCommitThatRan() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.source.publish(Sample.newerCommit)
        house.host.fail("install", with: oops)
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.registry.app(name)?.commit == Sample.commit)
        let deployment = try #require(house.registry.newestDeployment(of: name))
        #expect(deployment.outcome == .failed)
        #expect(deployment.commit == Sample.newerCommit)
        #expect(deployment.failure == oops.during(.install))
        #expect(house.source.orders.last?.commit == Sample.commit)
    }

    @Test func aRedeployWhoseCloneFailsLeavesTheRunningAppAlone() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.source.fail(with: oops)
        let before = house.host.calls
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.calls == before)
        #expect(house.registry.newestDeployment(of: name)?.outcome == .failed)
    }

    @Test func anotherPortIsUsedWhenTheLeasedOneIsTaken() async throws {
        let house = try AppHarness()
        let taken = StepFailure(code: "host_port_taken", message: "Taken.", hint: "")
        house.host.fail("up", with: taken, taken)
        let name = try await house.running("demo")
        #expect(house.host.stacks.map(\.hostPort) == [26_000, 26_001, 26_002])
        #expect(house.registry.app(name)?.hostPort == 26_002)
    }

    @Test func stoppingCancelsADeploymentThatIsUnderWay() async throws {
        let house = try AppHarness()
        house.host.block("install")
        let name = try await house.add("demo")
        while house.registry.app(name)?.state != .installing { try await Task.sleep(for: .milliseconds(2)) }
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        #expect(house.registry.newestDeployment(of: name)?.outcome == .cancelled)
        #expect(house.host.calls.last == "stop")
    }

    @Test func removingTakesEverythingAwayAndFreesTheName() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        try await house.service.remove(try house.app(name), by: Sample.caller)
        try await house.untilGone(name)
        #expect(!FileManager.default.fileExists(atPath: house.folder.path + "/demo"))
        _ = try await house.running("demo")
    }

    @Test func aRemovalThatFailsIsTriedAgain() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.host.fail("down", with: oops)
        try await house.service.remove(try house.app(name), by: Sample.caller)
        while house.queue.isBusy(name) { try await Task.sleep(for: .milliseconds(2)) }
        house.reconciler.notify(nil)
        try await house.untilGone(name)
        #expect(house.host.calls.count { $0 == "down" } == 2)
    }

    @Test func gpusAreReservedByUUID() async throws {
        let card = GPU(uuid: "GPU-1", index: 0, name: "card", totalMemory: 10, usedMemory: 0)
        let house = try AppHarness(gpus: [card])
        let name = try await house.add("demo", gpus: 1)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.map(\.gpus) == [["GPU-1"]])
        #expect(house.registry.newestDeployment(of: name)?.placement?.contains("GPU 0") == true)
    }

    @Test func whatWasAskedOfAnAppThatIsGoneIsNotDoneToTheNextOfItsName() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let first = try house.app(name)
        try await house.service.remove(first, by: Sample.caller)
        try await house.untilGone(name)
        let bob = Caller(user: "bob", role: .member, address: "")
        try await house.add("demo", by: bob)
        try await house.until(name, is: .running)
        let asked: [() async throws -> Void] = [
            { try await house.service.remove(first, by: Sample.caller) },
            { try await house.service.stop(first, by: Sample.caller) },
            { try await house.service.deploy(first, .restart, by: Sample.caller) },
            { try await house.service.change(first, by: Sample.caller) { $0 } },
        ]
        for ask in asked { await #expect(throws: AppNotFound.self) { try await ask() } }
        #expect(try house.app(name).owner == "bob" && house.app(name).state == .running)
    }

    @Test func aForeignFolderIsNotTouched() async throws {
        let house = try AppHarness()
        let path = house.folder.path + "/demo"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try "theirs".write(toFile: path + "/file", atomically: true, encoding: .utf8)
        let name = try await house.add("demo")
        try await house.until(name, is: .failed)
        #expect(house.registry.app(name)?.failure?.code == "workspace_conflict")
        #expect(FileManager.default.fileExists(atPath: path + "/file"))
    }
}
