import Platform
import Synchronization

/// Time limit for a tool that may hang: a process blocked in the kernel driver cannot be killed.
final class AbandoningTimeout: Sendable {
    /// Time for a cancelled operation to end before it is abandoned.
    private static let grace = Duration.milliseconds(500)

    private struct State {
        var lastNumber = 0
        var running: Set<Int> = []
        /// Running operations that were abandoned.
        var leftBehind: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Cancels `operation` after `limit`, and abandons it if it does not end within the grace period. Fails immediately
    /// while an abandoned operation is still running.
    /// - Throws: ``TimeLimitReached``, or what `operation` throws.
    func run<Result: Sendable>(
        atMost limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let number = begin() else { throw TimeLimitReached(limit: limit) }
        let (results, outcome) = AsyncThrowingStream<Result, any Error>.makeStream()
        let work = Task {
            do {
                outcome.yield(try await withTimeLimit(limit, operation))
                outcome.finish()
            } catch {
                outcome.finish(throwing: error)
            }
            ended(number)
        }
        let clock = Task {
            try await Task.sleep(for: limit + Self.grace)
            leaveBehind(number)
            outcome.finish(throwing: TimeLimitReached(limit: limit))
        }
        defer { clock.cancel() }
        return try await withTaskCancellationHandler {
            for try await result in results { return result }
            throw CancellationError()
        } onCancel: {
            work.cancel()
        }
    }

    /// - Returns: nil while an abandoned operation is still running.
    private func begin() -> Int? {
        state.withLock { state in
            guard state.leftBehind.isEmpty else { return nil }
            state.lastNumber += 1
            state.running.insert(state.lastNumber)
            return state.lastNumber
        }
    }

    private func leaveBehind(_ number: Int) {
        state.withLock { if $0.running.contains(number) { $0.leftBehind.insert(number) } }
    }

    private func ended(_ number: Int) {
        state.withLock { state in
            state.running.remove(number)
            state.leftBehind.remove(number)
        }
    }
}
