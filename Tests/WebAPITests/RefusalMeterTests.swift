import Testing

@testable import WebAPI

@Suite struct RefusalMeterTests {
    @Test func aFloodIsToldOnceAMinute() {
        let meter = RefusalMeter()
        let start = ContinuousClock.now
        let decisions = (0..<1000).map { _ in meter.decide(for: "mallory", at: start) }
        #expect(decisions.count { $0 == .write } == RefusalMeter.perMinute)
        #expect(decisions.count { $0 == .writeThatThereAreMore } == 1)
        #expect(meter.decide(for: "alice", at: start) == .write)
        #expect(meter.decide(for: "mallory", at: start + .seconds(59)) == .leave)
        #expect(meter.decide(for: "mallory", at: start + .seconds(60)) == .write)
    }
}
