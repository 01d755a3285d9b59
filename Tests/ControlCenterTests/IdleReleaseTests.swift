import ControlCenter
import Ports
@testable import LiveState
@testable import Model
@testable import Operations
import Foundation
import AppHarness
import Logging
import SQLiteStore
import Testing

@Suite struct IdleDetectorTests {
    private static let quiet = ActivitySample(
        cpuPercent: 0.4, networkBytesPerSecond: 80, gpuPercent: 0, gpuMemory: 4 << 30)
    private static let start = ContinuousClock.now

    /// The detector's result after these samples, taken ten seconds apart.
    private func quietSeconds(_ samples: [ActivitySample?], visitAt second: Double? = nil) -> Double? {
        var watch = IdleDetector()
        var now = Self.start
        for sample in samples {
            let visit = second.map { Self.start.advanced(by: .seconds($0)) }
            watch.record(sample, visit: visit.flatMap { $0 <= now ? $0 : nil }, at: now)
            now += .seconds(10)
        }
        return watch.quietSince.map { $0.duration(to: now - .seconds(10)) / .seconds(1) }
    }

    @Test func whatRestsIsQuietSinceItBeganTo() {
        #expect(quietSeconds([Self.quiet, Self.quiet, Self.quiet]) == 20)
    }

    @Test(arguments: [
        ActivitySample(cpuPercent: 80, networkBytesPerSecond: 0, gpuPercent: 0, gpuMemory: 4 << 30),
        ActivitySample(cpuPercent: 0, networkBytesPerSecond: 50_000, gpuPercent: 0, gpuMemory: 4 << 30),
        ActivitySample(cpuPercent: 0, networkBytesPerSecond: 0, gpuPercent: 30, gpuMemory: 4 << 30),
        ActivitySample(cpuPercent: 0, networkBytesPerSecond: 0, gpuPercent: 0, gpuMemory: 6 << 30),
    ])
    func anyOneOfThemBusyIsUse(_ busy: ActivitySample) {
        #expect(quietSeconds([Self.quiet, Self.quiet, busy]) == nil)
        #expect(quietSeconds([Self.quiet, busy, busy, busy].dropLast(2) + [Self.quiet, Self.quiet]) ?? 0 <= 10)
    }

    @Test func whatWasNotMeasuredCountsAsUse() {
        #expect(quietSeconds([Self.quiet, nil]) == nil)
        #expect(quietSeconds([Self.quiet, nil, Self.quiet]) == 0)
    }

    @Test func aVisitBeginsTheTimeAnew() {
        #expect(quietSeconds([Self.quiet, Self.quiet, Self.quiet, Self.quiet], visitAt: 25) == 5)
    }

    @Test func anAppWithoutAGPUIsJudgedByTheRest() async {
        let quiet = ActivitySample(cpuPercent: 1, networkBytesPerSecond: 10)
        #expect(quietSeconds([quiet, quiet]) == 10)
    }
}

@Suite(.timeLimit(.minutes(5))) struct IdleReleaseTests {
    private let house: AppHarness
    private let visits = LastAccess()
    private let name: AppName
    private let release: IdleRelease
    private let start = Date.now
    private let clock = ContinuousClock.now

    init() async throws {
        let house = try AppHarness()
        self.house = house
        name = try await house.running("sleepy")
        try await house.service.change(house.app(name), by: Sample.caller) { settings in
            var settings = settings
            settings.idlePeriod = try IdlePeriod(minutes: 10)
            return settings
        }
        release = IdleRelease(
            registry: house.registry, visits: visits, warning: 60,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            measure: { _ in ActivitySample(cpuPercent: 0, networkBytesPerSecond: 0) },
            release: { [jobs = house.jobs] in try await jobs.release($0, .idle) })
    }

    /// - Parameter set: seconds by which the wall clock was set ahead in between.
    private func look(after seconds: TimeInterval, set: TimeInterval = 0) async {
        await release.check(at: start.addingTimeInterval(seconds + set), clock: clock.advanced(by: .seconds(seconds)))
    }

    @Test func visitsToAppsThatAreGoneAreForgotten() async throws {
        let gone = try AppName("gone")
        for app in [name, gone] { visits.record(app, at: clock) }
        await release.check(at: start, clock: clock)
        #expect(visits.last(of: name) == clock && visits.last(of: gone) == nil)
    }

    @Test func itIsWarnedThenStoppedThenWokenByAVisit() async throws {
        await look(after: 0)
        await look(after: 599)
        #expect(house.board.app(name)?.contains(#""idle":null"#) == true)
        await look(after: 600)
        #expect(house.board.app(name)?.contains(#""quiet_since":"#) == true)
        #expect(try house.app(name).state == .running)
        await look(after: 660)
        try await house.until(name, is: .stopped)
        #expect(try house.app(name).release?.reason == .idle)
        #expect(try house.store.lastGoodDeployment(of: house.app(name).id)?.run?.outcome == .released)

        try await house.service.wake(house.app(name), by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(try house.app(name).release == nil)
        #expect(house.registry.newestDeployment(of: name)?.reason == .wake)
    }

    @Test func aVisitTakesTheWarningBack() async throws {
        await look(after: 0)
        await look(after: 600)
        visits.record(name, at: clock.advanced(by: .seconds(630)))
        await look(after: 660)
        #expect(house.board.app(name)?.contains(#""idle":null"#) == true)
        await look(after: 700)
        #expect(try house.app(name).state == .running)
    }

    @Test func aShorterPeriodStillGivesTheWholeWarning() async throws {
        await look(after: 0)
        await look(after: 300)
        try await house.service.change(house.app(name), by: Sample.caller) { settings in
            var settings = settings
            settings.idlePeriod = try IdlePeriod(minutes: 1)
            return settings
        }
        await look(after: 310)
        await look(after: 369)
        #expect(try house.app(name).state == .running)
        await look(after: 370)
        try await house.until(name, is: .stopped)
    }

    @Test(arguments: [86_400.0, -86_400]) func whoSetsTheClockNeitherHastensNorDelaysIt(
        _ set: TimeInterval
    ) async throws {
        await look(after: 0)
        await look(after: 300, set: set)
        #expect(house.board.app(name)?.contains(#""idle":null"#) == true)
        await look(after: 600, set: set)
        await look(after: 630)
        #expect(try house.app(name).state == .running)
        await look(after: 660)
        try await house.until(name, is: .stopped)
    }

    @Test func whatChangedSinceItWasSeenIsNotReleased() async throws {
        let seen = try house.app(name)
        try await house.service.change(seen, by: Sample.caller) { settings in
            var settings = settings
            settings.idlePeriod = nil
            return settings
        }
        await #expect(throws: AppConflict.self) { try await house.jobs.release(seen, .idle) }
        #expect(try house.app(name).state == .running)
    }

    @Test func whatSomebodyStoppedDoesNotWake() async throws {
        try await house.service.stop(house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        try await house.service.wake(house.app(name), by: Sample.caller)
        #expect(try house.app(name).state == .stopped)
    }
}
