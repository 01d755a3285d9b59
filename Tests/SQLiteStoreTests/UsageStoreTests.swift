import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct UsageStoreTests {
    private static let host = UsageSample.host
    private let folder = NSTemporaryDirectory() + "dcc-usage-store-\(UUID().uuidString)"
    /// The start of an hour, and therefore of a minute.
    private let start = 3600 * 490_000

    private func store(_ path: String? = nil) throws -> SQLiteStore {
        try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...20_009)
    }

    /// Records a sample of the host and of app 7 for every ten seconds in `seconds` after `start`, and aggregates after
    /// each one, as the service does.
    private func run(
        _ store: SQLiteStore, _ seconds: Range<Int>, cpu: (Int) -> Int? = { _ in 500 }
    ) throws {
        for second in stride(from: seconds.lowerBound, to: seconds.upperBound, by: 10) {
            let app = UsageSample(
                cpu: cpu(second), memory: second, receive: 10, gpu: 50, gpuMemory: second, gpuSeconds: 20,
                gpuIdleSeconds: 10)
            try store.write([Self.host: UsageSample(cpu: 1000), 7: app], tier: .sample, step: (start + second) / 10)
            _ = try store.rollUp(now: start + second + 10)
        }
    }

    private func rows(_ store: SQLiteStore, _ tier: UsageTier, app: Int64 = 7) throws -> [Row] {
        try store.database.read {
            try Row.fetchAll(
                $0, sql: "SELECT * FROM usage_\(tier)s WHERE app_id = ? ORDER BY at", arguments: [app])
        }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let store = try store()
        let sample = UsageSample(
            cpu: 1234, memory: 512, disk: 90_000, receive: 1, send: 2, gpu: 99, gpuMemory: 24_000, gpuSeconds: 10,
            gpuIdleSeconds: 0)
        try store.write([Self.host: UsageSample(), 7: sample], tier: .sample, step: start / 10)
        let points = try store.series(of: 7, UsageWindow(.hour, now: start + 13))
        #expect(points.count == 360 && points.last == sample)
        #expect(points.compactMap(\.self) == [sample])
        #expect(try store.series(of: Self.host, UsageWindow(.hour, now: start + 13)).last == UsageSample())
    }

    @Test func aMinuteIsTheMeanOfRatesAndThePeakOfWhatIsHeld() throws {
        let store = try store()
        try run(store, 0..<60) { second in second == 0 ? nil : second * 10 }
        let minute = try #require(try rows(store, .minute).first)
        #expect(minute["at"] == start / 60)
        #expect(minute["cpu"] == 300)
        #expect(minute["memory"] == 50 && minute["gpu_memory"] == 50)
        #expect(minute["receive"] == 10 && minute["gpu"] == 50)
        #expect(minute["gpu_seconds"] == 120 && minute["gpu_idle_seconds"] == 60)
    }

    @Test func aStepIsRolledUpWhenItIsOver() throws {
        let store = try store()
        try run(store, 0..<50)
        #expect(try rows(store, .minute).isEmpty)
        try run(store, 50..<3600)
        #expect(try rows(store, .minute).count == 60)
        #expect(try rows(store, .hour).map { $0["gpu_seconds"] } == [7200])
    }

    /// The service stops within a minute and restarts in the same one or hours later.
    @Test(arguments: [(30, 40), (30, 90), (50, 7290), (60, 60)]) func aRestartNeitherLosesNorDoubles(
        _ away: Int, _ back: Int
    ) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try run(try store(folder + "/dcc.db"), 0..<away)
        let store = try store(folder + "/dcc.db")
        try run(store, back..<10_800)
        let measured = (away + 10_800 - back) / 10
        #expect(try rows(store, .sample).count == measured)
        for tier in UsageTier.allCases {
            let held = try rows(store, tier).reduce(0) { $0 + ($1["gpu_seconds"] as Int) }
            #expect(held == 20 * measured, "\(tier)")
        }
        #expect(try store.total(of: 7, since: start, now: start + 10_800).gpuSeconds == 20 * measured)
    }

    /// The clock runs a month ahead for two hours and is then corrected.
    @Test func whatWasWrittenInTheFutureHidesNothing() throws {
        let store = try store()
        let month = 30 * 24 * 3600
        try run(store, 0..<3600)
        try run(store, month..<month + 7200)
        try run(store, 3600..<7270)
        #expect(try rows(store, .hour).map { $0["at"] * 3600 as Int }.prefix(2) == [start, start + 3600])
        let now = start + 7272
        #expect(try store.total(of: 7, since: start, now: now).gpuSeconds == 20 * 727)
        for range in UsageRange.allCases {
            let points = try store.series(of: 7, UsageWindow(range, now: now)).compactMap(\.self)
            #expect(points.reduce(0) { $0 + $1.gpuSeconds } == 20 * (range == .hour ? 360 : 727), "\(range)")
        }
        #expect(try store.hoursOfDay(since: start, now: now).compactMap(\.self).count == 3)
    }

    @Test func theSameSampleTwiceIsOne() throws {
        let store = try store()
        try run(store, 0..<60)
        try run(store, 0..<60)
        #expect(try rows(store, .sample).count == 6)
        #expect(try rows(store, .minute).map { $0["gpu_seconds"] } == [120])
    }

    @Test func coarsePointsCountWhatIsNotRolledUpYet() throws {
        let store = try store()
        // An hour, a minute and ten seconds: one row in each tier.
        try run(store, 0..<3670)
        let now = start + 3672
        #expect(try store.total(of: 7, since: start, now: now).gpuSeconds == 20 * 367)
        for range in [UsageRange.day, .fortnight, .year] {
            let points = try store.series(of: 7, UsageWindow(range, now: now)).compactMap(\.self)
            #expect(points.reduce(0) { $0 + $1.gpuSeconds } == 20 * 367, "\(range)")
            #expect(points.last?.cpu == 500 && points.last?.memory == 3660, "\(range)")
        }
    }

    @Test func aMeanWeighsEachRowByItsTime() throws {
        let store = try store()
        try run(store, 0..<3600) { _ in 1000 }
        try run(store, 3600..<3660) { _ in 0 }
        let day = try store.series(of: 7, UsageWindow(.year, now: start + 3662)).compactMap(\.self)
        #expect(day.map(\.cpu) == [984])
    }

    @Test func aGapIsNoPoint() throws {
        let store = try store()
        try run(store, 0..<100)
        try run(store, 130..<200)
        let points = try store.series(of: 7, UsageWindow(.hour, now: start + 203)).suffix(20).map { $0 != nil }
        #expect(points.firstIndex(of: false) == points.startIndex + 10 && points.filter { !$0 }.count == 3)
    }

    @Test func whatIsTooOldGoesInPieces() throws {
        let store = try store()
        try run(store, 0..<3600)
        let end = start + UsageTier.sample.kept
        #expect(try !store.prune(now: start + 3600))
        var pieces = 0
        while try store.prune(now: end + 1800) { pieces += 1 }
        #expect(pieces == 3)
        #expect(try rows(store, .sample).map { $0["at"] * 10 as Int }.first == start + 1800)
        while try store.prune(now: end + 100 * 24 * 3600) {}
        #expect(try rows(store, .sample).isEmpty && rows(store, .minute).isEmpty)
        #expect(try rows(store, .hour).count == 1)
    }

    @Test func hoursOfTheDayAreMeansOverDays() throws {
        let store = try store()
        for day in 0..<2 {
            let hour = UsageSample(cpu: 1000 * day)
            try store.write([Self.host: hour], tier: .hour, step: start / 3600 + 24 * day)
        }
        let hours = try store.hoursOfDay(since: start, now: start + 48 * 3600)
        #expect(hours[start / 3600 % 24]?.cpu == 500)
        #expect(hours.compactMap(\.self).count == 1)
    }

    @Test func appsThatWereMeasuredAreKnownAfterTheirRemoval() throws {
        let store = try store()
        let alice = Caller(user: "alice", role: .member, address: "")
        let request = NewApp(
            name: try AppName("demo"),
            settings: AppSettings(
                repository: try RepositoryURL("https://github.com/a/b"), startCommand: try StartCommand("x"),
                port: try ContainerPort(80), gpus: GPURequest(count: try GPUCount(2), memory: try GPUMemory(gib: 10))))
        let app = try store.add(request, key: nil, by: alice).app
        let now = start + 20
        #expect(try store.appsUsed(since: start, now: now).isEmpty)
        try store.write([Self.host: UsageSample(), app.id: UsageSample()], tier: .sample, step: start / 10)
        let used = UsedApp(
            id: app.id, name: "demo", owner: "alice", isRemoved: false, memoryGiB: nil, gpuMemoryGiB: 20)
        #expect(try store.appsUsed(since: start, now: now) == [used])
        #expect(try store.appsUsed(since: start + 10, now: now).isEmpty)
    }
}
