@testable import Operations
import AppHarness
import Foundation
import Logging
import Synchronization
import Testing

@Suite struct RecurringWorkTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func work(everyHours hours: Int, last: Date?) -> RecurringWork {
        RecurringWork(label: "test", everyHours: hours, last: { last }) {}
    }

    @Test(arguments: [
        (nil, true), (-6.0, true), (-5.9, false), (0, false), (0.1, false),
        // The clock was set back.
        (6.0, true),
    ])
    func itIsDueByTheAgeOfItsLastSuccess(hours: Double?, isDue: Bool) {
        let last = hours.map { Self.now.addingTimeInterval($0 * 3600) }
        #expect(work(everyHours: 6, last: last).isDue(Self.now) == isDue)
    }

    @Test func afterAFailureItIsTriedAgainInAQuarterOfAnHour() async {
        let failing = work(everyHours: 6, last: nil)
        await failing.run(at: Self.now)
        #expect(!failing.isDue(Self.now.addingTimeInterval(14 * 60)))
        #expect(failing.isDue(Self.now.addingTimeInterval(15 * 60)))
    }

    @Test func aRestartDoesNotPostponeTheCleanup() async throws {
        let house = try AppHarness()
        func schedule() -> CleanupSchedule {
            CleanupSchedule(
                house.cleanup, audit: house.store, hours: 6, folder: house.stacks.path,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { Self.now })
        }
        #expect(schedule().recurring.isDue(Self.now))
        await schedule().recurring.run(at: Self.now)
        #expect(!schedule().recurring.isDue(Self.now.addingTimeInterval(5.9 * 3600)))
        #expect(schedule().recurring.isDue(Self.now.addingTimeInterval(6 * 3600)))
    }

    @Test func aFailedCleanupDoesNotCount() async throws {
        let house = try AppHarness()
        house.leftovers.goAway()
        let schedule = CleanupSchedule(
            house.cleanup, audit: house.store, hours: 6, folder: house.stacks.path,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { Self.now })
        await schedule.recurring.run(at: Self.now)
        #expect(schedule.recurring.isDue(Self.now.addingTimeInterval(15 * 60)))
    }
}
