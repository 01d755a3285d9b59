/// Runs `operation` and hands a cancellation on only when it has had a moment to start its child process.
///
/// Version 1.0.2 of swift-subprocess ends the whole service ("FileDescriptor was not closed") when its task is cancelled
/// while a child is being launched.
package func cancelledLate<Result: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try Task.checkCancellation()
    // A task of its own inherits no executor: without one, what blocks would take Swift's own threads (decision 0006).
    let task = Task(executorPreference: steps) { try await operation() }
    return try await withTaskCancellationHandler {
        try await task.value
    } onCancel: {
        Task {
            try? await Task.sleep(for: .milliseconds(300))
            task.cancel()
        }
    }
}

private let steps = DispatchQueueExecutor(label: "dcc.steps")
