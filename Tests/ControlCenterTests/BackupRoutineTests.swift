@testable import Model
@testable import Operations
@testable import Ports
import Foundation
import Testing

@Suite struct BackupRoutineTests {
    private static let full = BackupFailure(code: "repository_failed", message: "The disk is full.", hint: "")
    private static let damaged = BackupFailure(code: "repository_damaged", message: "A pack is damaged.", hint: "")
    private static let stuck = BackupFailure(code: "repository_locked", message: "It is locked.", hint: "")

    private struct Repository: BackupRepository {
        var backup: BackupFailure?
        var thinning: BackupFailure?
        var check: BackupFailure?
        var drill: BackupFailure?

        func backUp(mayBegin: Bool) async throws(BackupFailure) -> BackupState.Backup {
            if let backup { throw backup }
            return .init(at: .now, snapshot: "4f2a9c1b", bytesAdded: 1, apps: 1, leftOut: [])
        }

        func thinOut() async throws(BackupFailure) { if let thinning { throw thinning } }
        func check(readingAll: Bool) async throws(BackupFailure) { if let check { throw check } }

        func drill() async throws(BackupFailure) -> Int {
            if let drill { throw drill }
            return 3
        }
    }

    private final class AppHarness {
        let folder = NSTemporaryDirectory() + "dcc-routine-\(UUID().uuidString)"
        init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false) }
        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func routine(_ repository: Repository) -> BackupRoutine {
            BackupRoutine(repository: repository, file: BackupStateFile(state: folder, repository: "/srv"))
        }
    }

    @Test func aGoodCheckSaysNothingOfABackupThatFailed() async throws {
        let house = try AppHarness()
        await #expect(throws: Self.full) { try await house.routine(Repository(backup: Self.full)).backUp() }
        let routine = house.routine(Repository())
        try await routine.check(readingAll: true)
        try await routine.drill()
        #expect(routine.state.trouble == Self.full)
        _ = try await routine.backUp()
        #expect(routine.state.trouble == nil)
    }

    @Test func aGoodBackupSaysNothingOfADamagedRepository() async throws {
        let house = try AppHarness()
        await #expect(throws: Self.damaged) {
            try await house.routine(Repository(check: Self.damaged)).check(readingAll: true)
        }
        let routine = house.routine(Repository())
        _ = try await routine.backUp()
        #expect(routine.state.trouble == Self.damaged)
        try await routine.check(readingAll: true)
        #expect(routine.state.trouble == nil)
    }

    @Test func aBackupIsMadeWhereOldOnesCannotBeThinnedOut() async throws {
        let house = try AppHarness()
        let routine = house.routine(Repository(thinning: Self.stuck))
        let backup = try await routine.backUp()
        await #expect(throws: Self.stuck) { try await routine.lookAfter() }
        #expect(routine.state.last?.snapshot == backup.snapshot)
        #expect(routine.state.trouble == Self.stuck)
        // The check was due and ran despite the failure.
        #expect(routine.state.lastCheck?.ok == true)
    }

    @Test func theRepositoryIsCheckedOnceAWeek() async throws {
        let house = try AppHarness()
        let good = house.routine(Repository())
        try await good.lookAfter()
        let bad = house.routine(Repository(check: Self.damaged))
        try await bad.lookAfter(now: .now + 6 * 24 * 3600)
        #expect(bad.state.lastCheck?.ok == true)
        await #expect(throws: Self.damaged) { try await bad.lookAfter(now: .now + 8 * 24 * 3600) }
        #expect(bad.state.lastCheck?.ok == false)
    }

    @Test func aDrillComesAfterItsDaysAndSoonerAfterOneThatFailed() async throws {
        let house = try AppHarness()
        let day = 24.0 * 3600
        let good = house.routine(Repository())
        let bad = house.routine(Repository(drill: Self.damaged))
        try await good.lookAfter()
        #expect(good.state.lastDrill == nil)
        try await good.lookAfter(drillDays: 30)
        #expect(good.state.lastDrill?.ok == true)
        try await bad.lookAfter(drillDays: 30, now: .now + 29 * day)
        #expect(bad.state.lastDrill?.ok == true)
        await #expect(throws: Self.damaged) { try await bad.lookAfter(drillDays: 30, now: .now + 31 * day) }
        #expect(bad.state.lastDrill?.ok == false)
        try await good.lookAfter(drillDays: 30, now: .now + 0.9 * day)
        #expect(good.state.lastDrill?.ok == false)
        try await good.lookAfter(drillDays: 30, now: .now + 1.1 * day)
        #expect(good.state.lastDrill?.ok == true)
    }
}
