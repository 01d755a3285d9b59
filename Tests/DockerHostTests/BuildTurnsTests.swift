import Synchronization
import Testing

@testable import DockerHost

@Suite(.timeLimit(.minutes(1))) struct BuildTurnsTests {
    private final class Count: Sendable {
        private let number = Mutex(0)

        /// - Returns: the new number.
        @discardableResult func add(_ difference: Int) -> Int {
            number.withLock { number in
                number += difference
                return number
            }
        }
    }

    @Test func buildsWithOneKeyTakeTurns() async throws {
        let (turns, inside, waiting) = (BuildTurns(), Count(), Count())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...3 {
                group.addTask {
                    try await turns.take("key", waiting: { waiting.add(1) }) {
                        #expect(inside.add(1) == 1)
                        try await Task.sleep(for: .milliseconds(50))
                        inside.add(-1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(waiting.add(0) == 2)
        #expect(turns.running.isEmpty)
    }

    @Test func anotherKeyDoesNotWait() async throws {
        let turns = BuildTurns()
        try await turns.take("one", waiting: {}) {
            try await turns.take("two", waiting: { Issue.record("it waited") }) {
                #expect(turns.running == ["one", "two"])
            }
        }
    }

    @Test func whoWaitsCanBeCancelled() async throws {
        let turns = BuildTurns()
        try await turns.take("key", waiting: {}) {
            let second = Task { try await turns.take("key", waiting: {}) {} }
            try await Task.sleep(for: .milliseconds(50))
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
        }
        #expect(turns.running.isEmpty)
    }

    @Test func aFailedBuildEndsItsTurn() async throws {
        struct Broken: Error {}
        let turns = BuildTurns()
        await #expect(throws: Broken.self) { try await turns.take("key", waiting: {}) { throw Broken() } }
        try await turns.take("key", waiting: { Issue.record("it waited") }) {}
    }
}
