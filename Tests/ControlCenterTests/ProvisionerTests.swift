import Foundation
import House
import SQLiteStore
import Testing

@testable import ControlCenter

@Suite(.timeLimit(.minutes(1))) struct ProvisionerTests {
    private let oops = StepFailure(code: "oops", message: "It broke.", hint: "Mend it.")

    @Test func bringsAnAppUpAndWritesDownHow() async throws {
        let house = try House()
        let name = try await house.running("demo")
        let deployment = try #require(house.book.newestDeployment(of: name))
        #expect(deployment.outcome == .succeeded)
        #expect(deployment.commit == Sample.commit)
        #expect(deployment.image == "sha256:1")
        #expect(house.host.stacks.map(\.gpus) == [[]])
        #expect(
            try house.store.keptLines(of: deployment.id).deployment.last?.text.contains("Running at commit") == true)
    }

    @Test func eachStepIsTimedAndToldWhatItUsuallyTakes() async throws {
        let house = try House()
        let name = try await house.running("demo")
        let steps = try #require(house.book.newestDeployment(of: name)?.steps)
        #expect(steps.map(\.step) == [.clone, .pull, .install, .start, .health])
        #expect(steps.allSatisfy { $0.seconds != nil })
        house.host.block("install")
        try house.registry.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, showing: .installing)
        let view = try #require(house.board.app(name))
        let usual = try #require(view.firstMatch(of: /"usually_seconds":([0-9.e-]+)/)?.1)
        #expect(Double(usual) == steps[2].seconds)
    }

    @Test func aRollbackGoesToThatCommit() async throws {
        let house = try House()
        let name = try await house.running("demo")
        let first = try #require(house.book.newestDeployment(of: name))
        house.source.publish(Sample.newerCommit)
        try house.registry.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.book.app(name)?.commit == Sample.newerCommit)

        try house.registry.rollBack(try house.app(name), to: try #require(first.commit), by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.book.app(name)?.commit == Sample.commit)
        #expect(house.source.orders.last?.commit == Sample.commit)
        let rollback = try #require(house.book.newestDeployment(of: name))
        #expect(rollback.reason == .rollback && rollback.target == Sample.commit && rollback.commit == Sample.commit)
        #expect(rollback.outcome == .succeeded)
    }

    @Test func howEachContainerEndedIsKept() async throws {
        let house = try House()
        let name = try await house.running("demo")
        let app = try #require(house.book.app(name))
        house.logs.append("the last words", from: .app, to: name)
        try house.registry.deploy(try house.app(name), .restart, by: Sample.caller)
        try await house.until(name, is: .running)
        try house.registry.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try house.registry.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        house.host.end(name, code: 3)
        house.reconciler.ring(name)
        while house.book.newestDeployment(of: name)?.run == nil { try await Task.sleep(for: .milliseconds(2)) }
        let ended = try house.store.deployments(of: app.id, limit: 10).map(\.run)
        #expect(ended.map { $0?.outcome } == [.exited, .stopped, .replaced])
        #expect(ended.map { $0?.exitCode } == [3, nil, nil])
        let lines = try house.store.deployments(of: app.id, limit: 10).map { try house.store.keptLines(of: $0.id).run }
        #expect(lines.allSatisfy { $0.map(\.text) == ["the last words"] })
    }

    @Test func aFailureNamesItsStepAndLeavesNoContainer() async throws {
        let house = try House()
        house.host.fail("install", with: oops)
        let name = try house.add("demo")
        try await house.until(name, is: .failed)
        let failure = try #require(house.book.app(name)?.failure)
        #expect(failure == oops.during(.install))
        #expect(house.host.calls.last == "down")
        #expect(house.book.newestDeployment(of: name)?.failure?.step == .install)
    }

    @Test func aFailedCloneLeavesNoWorkspace() async throws {
        let house = try House()
        house.source.fail(with: oops)
        let name = try house.add("demo")
        try await house.until(name, is: .failed)
        #expect(!FileManager.default.fileExists(atPath: house.folder.path + "/demo"))
    }

    @Test func aFailedRedeployGoesBackToTheCommitThatRan() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.source.publish(Sample.newerCommit)
        house.host.fail("install", with: oops)
        try house.registry.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.book.app(name)?.commit == Sample.commit)
        let deployment = try #require(house.book.newestDeployment(of: name))
        #expect(deployment.outcome == .failed)
        #expect(deployment.commit == Sample.newerCommit)
        #expect(deployment.failure == oops.during(.install))
        #expect(house.source.orders.last?.commit == Sample.commit)
    }

    @Test func aRedeployWhoseCloneFailsLeavesTheRunningAppAlone() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.source.fail(with: oops)
        let before = house.host.calls
        try house.registry.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.host.calls == before)
        #expect(house.book.newestDeployment(of: name)?.outcome == .failed)
    }

    @Test func anotherPortIsUsedWhenTheLeasedOneIsTaken() async throws {
        let house = try House()
        let taken = StepFailure(code: "host_port_taken", message: "Taken.", hint: "")
        house.host.fail("up", with: taken, taken)
        let name = try await house.running("demo")
        #expect(house.host.stacks.map(\.hostPort) == [27_000, 27_001, 27_002])
        #expect(house.book.app(name)?.hostPort == 27_002)
    }

    @Test func stoppingCancelsADeploymentThatIsUnderWay() async throws {
        let house = try House()
        house.host.block("install")
        let name = try house.add("demo")
        while house.book.app(name)?.state != .installing { try await Task.sleep(for: .milliseconds(2)) }
        try house.registry.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        #expect(house.book.newestDeployment(of: name)?.outcome == .cancelled)
        #expect(house.host.calls.last == "stop")
    }

    @Test func removingTakesEverythingAwayAndFreesTheName() async throws {
        let house = try House()
        let name = try await house.running("demo")
        try house.registry.remove(try house.app(name), by: Sample.caller)
        try await house.untilGone(name)
        #expect(!FileManager.default.fileExists(atPath: house.folder.path + "/demo"))
        _ = try await house.running("demo")
    }

    @Test func aRemovalThatFailsIsTriedAgain() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.host.fail("down", with: oops)
        try house.registry.remove(try house.app(name), by: Sample.caller)
        while house.queue.isBusy(name) { try await Task.sleep(for: .milliseconds(2)) }
        #expect(house.book.app(name)?.state == .removing)
        house.reconciler.ring(nil)
        try await house.untilGone(name)
    }

    @Test func gpusAreReservedByUUID() async throws {
        let card = GPU(uuid: "GPU-1", index: 0, name: "card", totalMemory: 10, usedMemory: 0)
        let house = try House(gpus: [card])
        let name = try house.add("demo", gpus: 1)
        try await house.until(name, is: .running)
        #expect(house.host.stacks.map(\.gpus) == [["GPU-1"]])
        #expect(house.book.newestDeployment(of: name)?.placement?.contains("GPU 0") == true)
    }

    @Test func whatWasAskedOfAnAppThatIsGoneIsNotDoneToTheNextOfItsName() async throws {
        let house = try House()
        let name = try await house.running("demo")
        let first = try house.app(name)
        try house.registry.remove(first, by: Sample.caller)
        try await house.untilGone(name)
        let bob = Caller(user: "bob", role: .member, address: "")
        try house.add("demo", by: bob)
        try await house.until(name, is: .running)
        let asked: [() throws -> Void] = [
            { try house.registry.remove(first, by: Sample.caller) },
            { try house.registry.stop(first, by: Sample.caller) },
            { try house.registry.deploy(first, .restart, by: Sample.caller) },
            { try house.registry.change(first, by: Sample.caller) { $0 } },
        ]
        for ask in asked { #expect(throws: AppNotFound.self) { try ask() } }
        #expect(try house.app(name).owner == "bob" && house.app(name).state == .running)
    }

    @Test func aForeignFolderIsNotTouched() async throws {
        let house = try House()
        let path = house.folder.path + "/demo"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try "theirs".write(toFile: path + "/file", atomically: true, encoding: .utf8)
        let name = try house.add("demo")
        try await house.until(name, is: .failed)
        #expect(house.book.app(name)?.failure?.code == "workspace_conflict")
        #expect(FileManager.default.fileExists(atPath: path + "/file"))
    }
}

@Suite(.timeLimit(.minutes(1))) struct RecoveryTests {
    @Test func whatWasUnderWayGoesOnAfterARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let name: AppName
        do {
            let house = try House(path: path)
            house.host.block("install")
            name = try house.add("demo")
            while house.book.app(name)?.state != .installing { try await Task.sleep(for: .milliseconds(2)) }
            await house.queue.close()
            #expect(house.book.newestDeployment(of: name)?.outcome == nil)
        }
        let house = try House(path: path)
        try await house.until(name, is: .running)
        let app = try #require(house.book.app(name))
        #expect(try house.store.deployments(of: app.id, limit: 10).count == 1)
    }

    @Test func allThatShouldRunAndDoesNotIsStartedAfterARestart() async throws {
        let database = try ScratchFolder()
        let path = database.path + "/dcc.db"
        let names: [AppName]
        do {
            let house = try House(path: path)
            names = [try await house.running("one"), try await house.running("two"), try await house.running("three")]
            try house.registry.stop(try house.app(names[2]), by: Sample.caller)
            try await house.until(names[2], is: .stopped)
        }
        // No container is there any more.
        let house = try House(path: path)
        for name in names.prefix(2) {
            try await house.until(name, is: .running)
            let newest = try #require(house.book.newestDeployment(of: name))
            #expect(newest.reason == .start && newest.requestedBy == "system" && newest.outcome == .succeeded)
        }
        #expect(try house.app(names[2]).state == .stopped)
        #expect(house.host.calls.filter { $0 == "up" }.count == 2)
    }

    @Test func whatWasSeenOfManyIsAppliedToThoseThatHaveNotChangedSince() async throws {
        let house = try House()
        let names = [try await house.running("one"), try await house.running("two")]
        let seen = try names.map { Sighting(app: try house.app($0), event: .seenUnhealthy) }
        try house.registry.stop(seen[0].app, by: Sample.caller)
        try house.book.apply(seen)
        #expect(try house.app(names[0]).state != .unhealthy)
        #expect(try house.app(names[1]).state == .unhealthy)
        #expect(try house.store.apps().first { $0.name == names[1] }?.state == .unhealthy)
    }

    @Test func anAppThatEndedByItselfSaysWhy() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.host.end(name, code: 137)
        house.reconciler.ring(name)
        try await house.until(name, is: .failed)
        #expect(house.book.app(name)?.failure?.code == "app_exited")
        #expect(house.book.app(name)?.failure?.message.contains("signal 9") == true)
    }

    @Test func anAnswerThatDockerOwesOnceEndsNoDeployment() async throws {
        let house = try House()
        house.host.fail("observe", with: ContainerHostUnreachable(reason: "reset"))
        let name = try await house.running("demo")
        #expect(try house.store.deployments(of: house.app(name).id, limit: 5).map(\.outcome) == [.succeeded])
    }

    @Test func withoutDockerNobodyKnowsAndNothingCanBeChanged() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.ring(nil)
        try await house.until(name, is: .unknown)
        #expect(throws: ContainerHostUnreachable.self) {
            try house.registry.stop(try house.app(name), by: Sample.caller)
        }
        #expect(throws: ContainerHostUnreachable.self) { try house.add("other") }
        #expect(house.book.app(try AppName("other")) == nil)
        house.host.set(reachable: true)
        house.reconciler.ring(nil)
        try await house.until(name, is: .running)
    }

    @Test func whatEndedWhileDockerWasAwayIsBroughtBack() async throws {
        let house = try House()
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.ring(nil)
        try await house.until(name, is: .unknown)
        house.host.end(name, code: 255)
        house.host.set(reachable: true)
        house.reconciler.ring(nil)
        try await house.until(name, is: .running)
        #expect(house.book.newestDeployment(of: name)?.requestedBy == "system")
    }

    /// Docker takes its time to answer: what the reconciler then goes on with may be long over.
    @Test(arguments: [AppState.running, .stopping, .queued])
    func whatCameToRestWhileDockerWasAskedIsLeftAtRest(_ seen: AppState) async throws {
        let house = try House()
        let name = try await house.running("demo")
        var before = try house.app(name)
        before.state = seen
        try house.registry.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        house.registry.goOn([before])
        #expect(try house.app(name).state == .stopped && !house.queue.isBusy(name))
        house.registry.goOn([try house.app(name)])
        #expect(try house.app(name).desired == .stopped)
    }
}
