import Dispatch
import Synchronization

/// A change on its way into the database. It is stored whether or not anyone waits for it.
package final class Commit<Value: Sendable>: Sendable {
    private enum State {
        case underway([@Sendable (Result<Value, any Error>) -> Void])
        case ended(Result<Value, any Error>)
    }

    private let state = Mutex(State.underway([]))

    /// The change's result, once it is in the database, in memory and on the board.
    /// - Throws: why it was refused or could not be stored; nothing has changed then.
    package func stored() async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            whenEnded { continuation.resume(with: $0) }
        }
    }

    /// Like ``stored()``, for code with a thread of its own, which it blocks.
    package func waitUntilStored() throws -> Value {
        let ended = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, any Error>?>(nil)
        whenEnded { outcome in
            result.withLock { $0 = outcome }
            ended.signal()
        }
        ended.wait()
        return try result.withLock { $0! }.get()
    }

    func end(_ result: Result<Value, any Error>) {
        let waiting: [@Sendable (Result<Value, any Error>) -> Void] = state.withLock { state in
            guard case .underway(let waiting) = state else { return [] }
            state = .ended(result)
            return waiting
        }
        for resume in waiting { resume(result) }
    }

    private func whenEnded(_ resume: @escaping @Sendable (Result<Value, any Error>) -> Void) {
        let result: Result<Value, any Error>? = state.withLock { state in
            switch state {
            case .ended(let result): return result
            case .underway(let waiting):
                state = .underway(waiting + [resume])
                return nil
            }
        }
        if let result { resume(result) }
    }
}
