@testable import LiveState
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct PollHubTests {
    @Test func newsWakesEachWaiterOfItsTopicOnce() {
        let room = PollHub(capacity: 10)
        let woken = Mutex<[String]>([])
        for name in ["a", "b"] {
            _ = room.wait(on: "x", until: .now + .seconds(60)) { woken.withLock { $0.append(name) } }
        }
        _ = room.wait(on: "y", until: .now + .seconds(60)) { woken.withLock { $0.append("y") } }
        room.wake("x")
        room.wake("x")
        #expect(woken.withLock { $0.sorted() } == ["a", "b"])
        #expect(room.count == 1)
    }

    @Test func whoLeftIsNotWoken() throws {
        let room = PollHub(capacity: 10)
        let ticket = try #require(
            room.wait(on: "x", until: .now + .seconds(60)) { Issue.record("woken after leaving") })
        #expect(room.leave(ticket))
        room.wake("x")
        #expect(!room.leave(ticket))
        #expect(room.count == 0)
    }

    @Test func aFullRoomTakesNobody() {
        let room = PollHub(capacity: 1)
        #expect(room.wait(on: "x", until: .now + .seconds(60)) {} != nil)
        #expect(room.wait(on: "x", until: .now + .seconds(60)) {} == nil)
    }

    @Test func timeRunsOut() async {
        let room = PollHub(capacity: 1)
        await withCheckedContinuation { continuation in
            _ = room.wait(on: "x", until: .now + .milliseconds(10)) { continuation.resume() }
        }
        #expect(room.count == 0)
    }
}

@Suite(.timeLimit(.minutes(1))) struct LongPollTests {
    private let room = PollHub(capacity: 10)

    @Test func answersAtOnceWhenThereIsNews() {
        let answer = Mutex<Int?>(nil)
        let start = LongPoll(room: room, topic: "x").start(timeout: .seconds(60)) {
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
        let start = LongPoll(room: room, topic: "x").start(timeout: .seconds(60)) {
            looks.withLock { looks in
                looks += 1
                return looks > 1 ? 7 : nil
            }
        } send: { value in
            answer.withLock { $0 = value }
        }
        guard case .answered = start else { Issue.record("parked instead"); return }
        #expect(answer.withLock { $0 } == 7)
        #expect(room.count == 0)
    }

    @Test func whatIsNoneOfItsBusinessDoesNotEndTheWait() {
        let mine = Mutex<Int?>(nil)
        let answers = Mutex<[Int?]>([])
        let start = LongPoll(room: room, topic: "x").start(timeout: .seconds(60)) {
            mine.withLock { $0 }
        } send: { value in
            answers.withLock { $0.append(value) }
        }
        guard case .waiting = start else { Issue.record("not parked"); return }
        room.wake("x")
        #expect(answers.withLock { $0.isEmpty } && room.count == 1)
        mine.withLock { $0 = 7 }
        room.wake("x")
        #expect(answers.withLock { $0 } == [7] && room.count == 0)
    }

    @Test func aClosedRoomAnswersWhoWaitsAndTakesNobody() {
        let answers = Mutex<[Int?]>([])
        let poll = LongPoll(room: room, topic: "x")
        _ = poll.start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { value in
            answers.withLock { $0.append(value) }
        }
        room.close()
        #expect(answers.withLock { $0 } == [nil] && room.count == 0)
        guard case .refused = poll.start(timeout: .seconds(60), news: { () -> Int? in nil }, send: { _ in }) else {
            Issue.record("a closed hub accepted a waiter")
            return
        }
    }

    @Test func aClientThatLeavesIsForgotten() {
        let start = LongPoll(room: room, topic: "x").start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { _ in
            Issue.record("answered after leaving")
        }
        guard case .waiting(let leave) = start else { Issue.record("not parked"); return }
        leave()
        room.wake("x")
        #expect(room.count == 0)
    }

    @Test func aFullRoomRefuses() {
        let full = PollHub(capacity: 0)
        let start = LongPoll(room: full, topic: "x").start(timeout: .seconds(60)) { () -> Int? in
            nil
        } send: { _ in
        }
        guard case .refused = start else { Issue.record("parked instead"); return }
    }
}
