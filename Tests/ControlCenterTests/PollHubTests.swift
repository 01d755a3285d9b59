@testable import LiveState
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct PollHubTests {
    /// Waits for any news.
    @discardableResult
    private func wait(_ hub: PollHub, _ topic: String, _ send: @escaping PollHub.Send) -> PollHub.Ticket? {
        hub.wait(on: topic, until: .now + .seconds(60)) {
            send
        } giveUp: {
            Issue.record("sent away")
        }
    }

    @Test func newsWakesEachWaiterOfItsTopicOnce() {
        let hub = PollHub(capacity: 10)
        let woken = Mutex<[String]>([])
        for name in ["a", "b"] {
            wait(hub, "x") { woken.withLock { $0.append(name) } }
        }
        wait(hub, "y") { woken.withLock { $0.append("y") } }
        hub.wake("x")
        hub.wake("x")
        #expect(woken.withLock { $0.sorted() } == ["a", "b"])
        #expect(hub.count == 1)
    }

    @Test func whoLeftIsNotWoken() throws {
        let hub = PollHub(capacity: 10)
        let ticket = try #require(
            wait(hub, "x") { Issue.record("woken after leaving") })
        #expect(hub.leave(ticket))
        hub.wake("x")
        #expect(!hub.leave(ticket))
        #expect(hub.count == 0)
    }

    @Test func aFullRoomTakesNobody() {
        let hub = PollHub(capacity: 1)
        #expect(wait(hub, "x") {} != nil)
        #expect(wait(hub, "x") {} == nil)
    }

    @Test func timeRunsOut() async {
        let hub = PollHub(capacity: 1)
        await withCheckedContinuation { continuation in
            _ = hub.wait(on: "x", until: .now + .milliseconds(10)) {
                nil
            } giveUp: {
                continuation.resume()
            }
        }
        #expect(hub.count == 0)
    }
}

@Suite(.timeLimit(.minutes(5))) struct LongPollTests {
    private let hub = PollHub(capacity: 10)

    @Test func answersAtOnceWhenThereIsNews() {
        let answer = Mutex<Int?>(nil)
        let start = LongPoll(hub: hub, topic: "x").start(timeout: .seconds(60)) {
            7
        } send: { value in
            answer.withLock { $0 = value }
        }
        guard case .answered = start else { Issue.record("parked instead"); return }
        #expect(answer.withLock { $0 } == 7)
    }

    @Test func newsBetweenTheLookAndTheWaitIsNotMissed() {
        let looks = Mutex(0)
        let answer = Mutex<Int?>(nil)
        // The first check finds nothing; news arrives right after it, before the wait starts, without a wake-up.
        let start = LongPoll(hub: hub, topic: "x").start(timeout: .seconds(60)) {
            looks.withLock { looks in
                looks += 1
                return looks > 1 ? 7 : nil
            }
        } send: { value in
            answer.withLock { $0 = value }
        }
        guard case .answered = start else { Issue.record("parked instead"); return }
        #expect(answer.withLock { $0 } == 7)
        #expect(hub.count == 0)
    }

    @Test func whatIsNoneOfItsBusinessDoesNotEndTheWait() {
        let mine = Mutex<Int?>(nil)
        let answers = Mutex<[Int?]>([])
        let start = LongPoll(hub: hub, topic: "x").start(timeout: .seconds(60)) {
            mine.withLock { $0 }
        } send: { value in
            answers.withLock { $0.append(value) }
        }
        guard case .waiting = start else { Issue.record("not parked"); return }
        hub.wake("x")
        #expect(answers.withLock { $0.isEmpty } && hub.count == 1)
        mine.withLock { $0 = 7 }
        hub.wake("x")
        #expect(answers.withLock { $0 } == [7] && hub.count == 0)
    }

    @Test func aClosedRoomAnswersWhoWaitsAndTakesNobody() {
        let answers = Mutex<[Int?]>([])
        let poll = LongPoll(hub: hub, topic: "x")
        _ = poll.start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { value in
            answers.withLock { $0.append(value) }
        }
        hub.close()
        #expect(answers.withLock { $0 } == [nil] && hub.count == 0)
        guard case .refused = poll.start(timeout: .seconds(60), news: { () -> Int? in nil }, send: { _ in }) else {
            Issue.record("a closed hub accepted a waiter")
            return
        }
    }

    @Test func aClientThatLeavesIsForgotten() {
        let start = LongPoll(hub: hub, topic: "x").start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { _ in
            Issue.record("answered after leaving")
        }
        guard case .waiting(let leave) = start else { Issue.record("not parked"); return }
        leave()
        hub.wake("x")
        #expect(hub.count == 0)
    }

    @Test func aFullRoomRefuses() {
        let full = PollHub(capacity: 0)
        let start = LongPoll(hub: full, topic: "x").start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { _ in
        }
        guard case .refused = start else { Issue.record("parked instead"); return }
    }
}
