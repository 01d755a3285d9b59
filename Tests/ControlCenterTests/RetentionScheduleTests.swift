import Foundation
import Logging
import Ports
import Synchronization
import Testing

@testable import Operations

@Suite struct RetentionScheduleTests {
    private final class FakeStore: RetentionStore {
        let left = Mutex<[RetentionSubject: Int]>([.idempotencyKeys: 3, .history(app: 7): 0, .auditLog: 2])
        let calls = Mutex<[RetentionSubject]>([])
        let isBusy = Mutex(false)

        func retentionSubjects() throws -> [RetentionSubject] { [.idempotencyKeys, .history(app: 7), .auditLog] }

        func expire(_ subject: RetentionSubject, under: Retention, now: Date) throws -> Int {
            if isBusy.withLock({ $0 }) { throw StoreError.busy }
            calls.withLock { $0.append(subject) }
            return left.withLock { left in
                guard let count = left[subject], count > 0 else { return 0 }
                left[subject] = count - 1
                return 1
            }
        }
    }

    private let store = FakeStore()
    private let start = ContinuousClock.now
    private let date = Date(timeIntervalSince1970: 1_800_000_000)

    private func schedule() -> RetentionSchedule {
        RetentionSchedule(
            store: store,
            retention: Retention(
                auditDays: 366, deployments: 40, deploymentDays: 366, logs: 5, removedAppDays: 366, keyHours: 24),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func eachSubjectIsDeletedFromUntilNothingIsLeftWithAPauseAfterEachTransaction() {
        var pauses = 0
        schedule().sweep(at: date, clock: start) { pauses += 1 }
        #expect(pauses == 5)
        #expect(
            store.calls.withLock { $0 }
                == Array(repeating: .idempotencyKeys, count: 4) + [.history(app: 7)]
                + Array(repeating: .auditLog, count: 3))
    }

    @Test func aDatabaseInUseIsLeftToTheNextSweep() {
        let schedule = schedule()
        store.isBusy.withLock { $0 = true }
        schedule.sweep(at: date, clock: start)
        store.isBusy.withLock { $0 = false }
        schedule.sweep(at: date.addingTimeInterval(3600), clock: start.advanced(by: .seconds(3600)))
        #expect(store.left.withLock { $0.values.allSatisfy { $0 == 0 } })
    }

    @Test func aClockThatLeaptAheadDeletesNothing() {
        let schedule = schedule()
        schedule.sweep(at: date, clock: start)
        store.left.withLock { $0[.auditLog] = 5 }
        schedule.sweep(at: date.addingTimeInterval(400 * 86_400), clock: start.advanced(by: .seconds(3600)))
        #expect(store.left.withLock { $0[.auditLog] } == 5)
    }
}
