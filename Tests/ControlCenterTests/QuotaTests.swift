import LiveState
import ControlCenter
@testable import Model
@testable import Operations
import Foundation
import Glibc
import AppHarness
import Logging
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct QuotaTests {
    private func codes(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
            return []
        } catch let error as QuotaExceeded {
            return error.errors.map(\.code)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func oneAppTooManyIsRefusedAndNothingIsWritten() async throws {
        let house = try AppHarness(quota: Quota(apps: 1))
        try await house.add("a")
        #expect(await codes { try await house.add("b") } == ["quota_apps"])
        #expect(try house.store.apps().count == 1)
        // Each user has a separate quota, and operators have none.
        try await house.add("c", by: Caller(user: "bob", role: .member, address: ""))
        try await house.add("d", by: Caller(user: "alice", role: .operator, address: ""))
    }

    @Test func gpusAndMemoryOfWhatRunsAreCounted() async throws {
        let house = try AppHarness(quota: Quota(gpus: 2, memoryGiB: 20))
        try await house.add("a", gpus: 2)
        #expect(await codes { try await house.add("b", gpus: 1) } == ["quota_gpus"])
        try await house.add("c")
        #expect(await codes { try await house.add("d") } == ["quota_memory"])
    }

    @Test func whatIsStoppedTakesNoGPU() async throws {
        let house = try AppHarness(
            gpus: [GPU(uuid: "GPU-1", index: 0, name: "x", totalMemory: 1, usedMemory: 0)], quota: Quota(gpus: 1))
        let first = try await house.add("a", gpus: 1)
        try await house.until(first, is: .running)
        try await house.service.stop(try house.app(first), by: Sample.caller)
        try await house.until(first, is: .stopped)
        let second = try await house.add("b", gpus: 1)
        try await house.until(second, is: .running)
        #expect(
            await codes { try await house.service.deploy(try house.app(first), .start, by: Sample.caller) } == [
                "quota_gpus"
            ])
    }

    @Test func settingsCannotGoRoundTheQuota() async throws {
        let house = try AppHarness(quota: Quota(gpus: 1))
        let app = try await house.add("a")
        #expect(
            await codes {
                try await house.service.change(try house.app(app), by: Sample.caller) { settings in
                    var settings = settings
                    settings.gpus.count = try GPUCount(2)
                    return settings
                }
            } == ["quota_gpus"])
        #expect(house.registry.app(app)?.settings.gpus.count == GPUCount.none)
    }

    @Test func whoHasTooMuchMayStillTakeLessAndTakeBack() async throws {
        let house = try AppHarness(quota: Quota(diskBytes: 1000))
        let name = try await house.running("a")
        try await house.registry.update(name) { app, _ in app.workspaceBytes = 1001 }.stored()
        try await house.service.change(try house.app(name), by: Sample.caller) { settings in
            var settings = settings
            settings.sharedWith = [.user("bob")]
            return settings
        }
        #expect(house.registry.app(name)?.settings.sharedWith == [.user("bob")])
    }

    @Test func whatIsOnTheDiskCounts() async throws {
        let house = try AppHarness(quota: Quota(diskBytes: 1000))
        let app = try await house.running("a")
        let workspaces = Workspaces(root: house.folder.path)
        try Data(count: 1 << 20).write(to: URL(filePath: workspaces.path(of: app) + "/model.bin"))
        // A symbolic link counts itself, not its target.
        symlink("/usr", workspaces.path(of: app) + "/link")
        DiskMeasurement(
            registry: house.registry, workspaces: workspaces, host: house.host, logger: Logger(label: "test")
        ).measure()
        #expect((1 << 20...1 << 21).contains(house.registry.use(by: "alice").diskBytes))
        #expect(await codes { try await house.add("b") } == ["quota_disk"])
        #expect(
            await codes { try await house.service.deploy(try house.app(app), .restart, by: Sample.caller) } == [
                "quota_disk"
            ])
    }
}
