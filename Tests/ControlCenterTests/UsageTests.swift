@testable import Model
import Foundation
import Testing

@Suite struct UsageSampleTests {
    private let earlier = UsageCounters(cpu: 1_000_000_000, memory: 1, received: 1000, sent: 50)

    @Test func ratesAreWhatWasAddedSinceTheReadingBefore() {
        let now = UsageCounters(cpu: 6_000_000_000, memory: 3 << 20, disk: 1, received: 3000, sent: 50)
        let sample = UsageSample(now, since: earlier, elapsed: .seconds(10))
        #expect(sample == UsageSample(cpu: 500, memory: 3, disk: 1, receive: 200, send: 0))
    }

    @Test func theFirstReadingHasNoRates() {
        #expect(UsageSample(earlier, since: nil, elapsed: .seconds(10)) == UsageSample(memory: 1))
        #expect(UsageSample(earlier, since: earlier, elapsed: .zero) == UsageSample(memory: 1))
    }

    @Test func aCounterThatWentDownSaysNothing() {
        let now = UsageCounters(cpu: 5, memory: 1, received: 2000, sent: 49)
        let sample = UsageSample(now, since: earlier, elapsed: .seconds(10))
        #expect((sample.cpu, sample.send) == (nil, nil))
        #expect(sample.receive == 100)
    }
}

@Suite struct UsageWindowTests {
    @Test(arguments: UsageRange.allCases) func aWindowEndsNowAndHasFewPoints(_ range: UsageRange) {
        for now in [1_790_000_000, 1_790_000_007, 1_790_071_999] {
            let window = UsageWindow(range, now: now)
            #expect((200...510).contains(window.count))
            #expect(window.end - window.start >= range.seconds)
            #expect((now - 14...now + window.step).contains(window.end))
            #expect(window.start % window.tier.seconds == 0 && window.step % window.tier.seconds == 0)
            #expect(window.tier.kept >= window.end - window.start - window.step)
        }
    }
}
