@testable import Model
import Testing

@Suite struct RestartBackoffTests {
    private let start = ContinuousClock.now

    private func verdicts(_ ends: [(at: Int, ranFor: Double, wasTakenAway: Bool)]) -> [RestartBackoff.Verdict] {
        var policy = RestartBackoff()
        return ends.map {
            policy.evaluate(ranFor: $0.ranFor, wasTakenAway: $0.wasTakenAway, now: start.advanced(by: .seconds($0.at)))
        }
    }

    @Test func whatEndsSoonIsLeftAndWhatRanWellOrWasTakenAwayIsBroughtBack() {
        #expect(verdicts([(0, 59.9, false)]) == [.leave])
        #expect(verdicts([(0, 60, false)]) == [.bringBack(after: .seconds(1))])
        #expect(verdicts([(0, 0, true)]) == [.bringBack(after: .seconds(1))])
    }

    @Test func eachTimeItTakesLongerUntilItIsGivenUp() {
        let ends = (0..<6).map { (at: $0 * 70, ranFor: 65.0, wasTakenAway: false) }
        #expect(verdicts(ends) == [1, 2, 4, 8, 16].map { .bringBack(after: .seconds($0)) } + [.giveUp])
    }

    @Test func whatWasLongAgoIsForgotten() {
        let ends = [0, 100, 200, 300, 400, 601, 602].map { (at: $0, ranFor: 65.0, wasTakenAway: true) }
        #expect(verdicts(ends).suffix(2) == [.bringBack(after: .seconds(16)), .giveUp])
        #expect(verdicts([(0, 65, false), (1000, 65, false)]).last == .bringBack(after: .seconds(1)))
    }
}
