import Foundation
import Synchronization
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(1))) struct PeriodicTests {
    /// Time passes when the test says so.
    private final class HandTimer: Sendable {
        private let waiting = Mutex<[(Duration, @Sendable () -> Void)]>([])

        var timer: Periodic.Timer { { [self] time, run in waiting.withLock { $0.append((time, run)) } } }
        var count: Int { waiting.withLock { $0.count } }

        /// Waits until something is planned, and begins it.
        /// - Returns: the time it was planned for.
        func next() async throws -> Duration {
            while count == 0 { try await Task.sleep(for: .milliseconds(1)) }
            let (time, run) = waiting.withLock { $0.removeFirst() }
            run()
            return time
        }
    }

    private struct Fault: Error {}

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func next() -> Duration {
            value.withLock { value in
                value += 1
                return .seconds(value)
            }
        }
    }

    private let hand = HandTimer()

    private func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func whatFailsIsTriedAgainSoonerAndLessAndLessOften() async throws {
        let periodic = Periodic(label: "test", every: .seconds(10), timer: hand.timer)
        let succeeds = Mutex([true, false, false, false, false, false, false, true, true])
        periodic.start { guard succeeds.withLock({ $0.removeFirst() }) else { throw Fault() } }
        var times: [Duration] = []
        for _ in 0..<9 { times.append(try await hand.next()) }
        #expect(times == [10, 10, 1, 2, 4, 8, 10, 10, 10].map { .seconds($0) })
    }

    @Test func theNextTimeIsAskedForAfterEachRun() async throws {
        let interval = Counter()
        let periodic = Periodic(
            label: "test", every: interval.next(), backoff: Backoff(first: .zero, longest: .zero), timer: hand.timer)
        periodic.start {}
        for seconds in 1...3 {
            let time = try await hand.next()
            #expect(time == .seconds(seconds))
        }
    }

    @Test func oneRunFollowsAnother() async throws {
        let periodic = Periodic(label: "test", every: .seconds(10), timer: hand.timer)
        let begun = Mutex(0)
        let isOpen = Mutex(false)
        periodic.start(immediately: true) {
            begun.withLock { $0 += 1 }
            while !isOpen.withLock({ $0 }) { usleep(1000) }
        }
        try await until { begun.withLock { $0 } == 1 }
        #expect(hand.count == 0)
        isOpen.withLock { $0 = true }
        try await until { hand.count == 1 }
    }

    @Test func afterAStopNothingFollows() async throws {
        let periodic = Periodic(label: "test", every: .seconds(10), timer: hand.timer)
        let runs = Mutex(0)
        periodic.start { runs.withLock { $0 += 1 } }
        periodic.stop()
        _ = try await hand.next()
        periodic.start { runs.withLock { $0 += 10 } }
        _ = try await hand.next()
        try await until { hand.count == 1 }
        #expect(runs.withLock { $0 } == 10)
    }

    @Test func whatIsReleasedRunsNoMore() async throws {
        let runs = Mutex(0)
        Periodic(label: "test", every: .seconds(10), timer: hand.timer).start { runs.withLock { $0 += 1 } }
        _ = try await hand.next()
        #expect(runs.withLock { $0 } == 0 && hand.count == 0)
    }

    /// More than Swift's pool has threads.
    @Test func itMayBlockSinceItRunsOnItsOwnQueue() async throws {
        let all = (0..<16).map { Periodic(label: "test.\($0)", every: .seconds(10), timer: hand.timer) }
        let begun = Mutex(0)
        let isOpen = Mutex(false)
        for periodic in all {
            periodic.start(immediately: true) {
                begun.withLock { $0 += 1 }
                while !isOpen.withLock({ $0 }) { usleep(1000) }
            }
        }
        try await until { begun.withLock { $0 } == 16 }
        await Task.detached {}.value
        isOpen.withLock { $0 = true }
        try await until { hand.count == 16 }
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 4), (6, 30), (100, 30)])
    func eachDelayIsTwiceTheOneBefore(_ failures: Int, _ seconds: Int) {
        #expect(Backoff(first: .seconds(1), longest: .seconds(30)).delay(after: failures) == .seconds(seconds))
    }
}
