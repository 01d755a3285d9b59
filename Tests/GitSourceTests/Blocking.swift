import Platform
import Testing

/// Tests of a suite that wait for programs or large files: they run on Dispatch's threads, so that they keep none of Swift's
/// few from other tests.
struct Blocking: SuiteTrait, TestTrait, TestScoping {
    private static let executor = DispatchQueueExecutor(label: "tests.blocking")

    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.executor) { try await function() }
    }
}

extension Trait where Self == Blocking {
    static var blocking: Blocking { Blocking() }
}
