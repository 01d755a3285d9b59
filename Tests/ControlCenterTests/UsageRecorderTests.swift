import LiveState
import ControlCenter
@testable import Model
@testable import Operations
import Foundation
import AppHarness
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct UsageRecorderTests {
    private let house: AppHarness
    private let name: AppName
    private let start = Date(timeIntervalSince1970: 1_790_000_400)
    private let clock = ContinuousClock.now
    private let container = ContainerID("c")

    init() async throws {
        house = try AppHarness()
        name = try await house.running("demo")
        house.reconciler.notify(nil)
        while house.containers.running.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Takes one sample this many seconds after the start; slightly late, like a real timer.
    private func look(_ seconds: Int, cpu: Int64, received: Int64 = 0) {
        house.usageSource.set([container: UsageCounters(cpu: cpu, memory: 5 << 20, received: received, sent: 0)])
        house.usage.sample(
            at: start.addingTimeInterval(Double(seconds) + 0.4), clock: clock.advanced(by: .seconds(seconds)))
    }

    private func points(at seconds: Int) throws -> [UsageSample?] {
        let now = start.addingTimeInterval(Double(seconds) + 3)
        return try house.usage.series(of: try house.app(name).id, .hour, now: now).points
    }

    @Test func whatARunningAppUsesIsKeptAndKnown() async throws {
        let app = try house.app(name)
        try await house.registry.measured(workspace: 7 << 20, shared: 0, of: name).stored()
        look(0, cpu: 0)
        look(10, cpu: 2_500_000_000, received: 100)
        let sample = UsageSample(cpu: 250, memory: 5, disk: 7, receive: 10, send: 0)
        #expect(house.usage.latest(app) == sample)
        #expect(try points(at: 10).last == sample)
        #expect(house.usage.reading.counters[app.id]?.cpu == 2_500_000_000)
        #expect(house.usage.reading.samples[UsageSample.host] != nil)
    }

    @Test func anAppThatIsNotRunningHasNoSample() async throws {
        look(0, cpu: 0)
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        house.reconciler.notify(nil)
        while !house.containers.running.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        look(10, cpu: 5)
        #expect(house.usage.latest(try house.app(name)) == nil)
        #expect(try points(at: 10).suffix(2).map { $0 != nil } == [true, false])
    }

    @Test func aLookThatIsLateLeavesAGapAndOneThatIsALittleLateDoesNot() throws {
        look(0, cpu: 0)
        look(10, cpu: 1)
        look(44, cpu: 2)
        #expect(try points(at: 40).suffix(5).map { $0 != nil } == [true, true, false, false, true])
    }

    @Test func cardsCountFromWhenTheyAreGiven() async throws {
        let card = GPU(uuid: "GPU-1", index: 0, name: "card", totalMemory: 10, usedMemory: 0)
        let house = try AppHarness(gpus: [card])
        house.host.block("up")
        let name = try await house.add("demo", gpus: 1)
        try await house.until(name, showing: .starting)
        house.usage.sample(at: start, clock: clock)
        let sample = try #require(house.usage.latest(try house.app(name)))
        #expect(sample.gpuSeconds == 10 && sample.cpu == nil)
    }

    @Test func aClockThatLeapsAheadDeletesNothing() throws {
        look(0, cpu: 0)
        for second in stride(from: 10, to: 300, by: 10) {
            house.usage.sample(
                at: start.addingTimeInterval(Double(second + 30 * 86_400)), clock: clock.advanced(by: .seconds(second)))
        }
        look(300, cpu: 1)
        let there = try points(at: 300).suffix(31).map { $0 != nil }
        #expect(there == [true] + Array(repeating: false, count: 29) + [true])
    }

    @Test func theStoreIsAskedOnceForEachNewSample() throws {
        look(0, cpu: 0)
        let first = try points(at: 0)
        let app = try house.app(name).id
        let sample = UsageSample(cpu: 77)
        try house.store.write(
            [UsageSample.host: sample, app: sample], tier: .sample, step: Int(start.timeIntervalSince1970) / 10 - 1)
        #expect(try points(at: 0) == first)
        look(10, cpu: 1)
        #expect(try points(at: 10).suffix(2).first == sample)
    }

    @Test(arguments: [(0.0, 10.0), (5.25, 4.75), (8.5, 1.5), (9.75, 10.25)])
    func theNextLookIsAtTheNextFullTenSeconds(_ second: TimeInterval, _ wait: TimeInterval) {
        #expect(UsageRecorder.wait(at: start.timeIntervalSince1970 + second) == wait)
    }

    @Test func aNewContainerBeginsWithoutRates() throws {
        look(0, cpu: 9_000_000_000)
        look(10, cpu: 1)
        #expect(house.usage.latest(try house.app(name))?.cpu == nil)
        look(20, cpu: 1_000_000_001)
        #expect(house.usage.latest(try house.app(name))?.cpu == 100)
    }
}

@Suite struct ClockJumpDetectorTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let clock = ContinuousClock.now

    /// Whether each check trusts the clock; pairs of wall clock and monotonic clock.
    private func believed(_ looks: [(Double, Int)]) -> [Bool] {
        var watch = ClockJumpDetector()
        return looks.map { look in
            watch.believes(start.addingTimeInterval(look.0), clock: clock.advanced(by: .seconds(look.1)))
        }
    }

    @Test func aClockThatDriftsIsBelieved() {
        #expect(believed([(0, 0), (11, 10), (20, 20), (79, 30)]) == [true, true, true, true])
    }

    @Test func oneThatLeapsAheadIsBelievedAfterAnHour() {
        #expect(
            believed([(0, 0), (1_000_010, 10), (1_003_600, 3600), (1_003_610, 3610)]) == [true, false, false, true])
    }

    @Test func oneThatIsPutRightIsBelievedAtOnce() {
        #expect(believed([(0, 0), (1_000_010, 10), (20, 20)]) == [true, false, true])
    }
}
