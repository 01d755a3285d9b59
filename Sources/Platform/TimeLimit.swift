/// Runs `operation` for at most `limit`; then cancels it, waits for it to end, and throws ``TimeLimitReached``.
package func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw TimeLimitReached(limit: limit) }
        return result
    }
}

package struct TimeLimitReached: Error {
    package let limit: Duration

    package init(limit: Duration) {
        self.limit = limit
    }
}
