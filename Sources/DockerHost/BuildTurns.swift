import Synchronization

/// Runs one build at a time per key: whoever comes second finds what the first has built.
final class BuildTurns: Sendable {
    private let taken = Mutex<Set<String>>([])

    /// Keys of the builds that run now.
    var running: Set<String> { taken.withLock { $0 } }

    /// - Parameter waiting: called once if another build with this key runs.
    func take<Result>(_ key: String, waiting: () -> Void, _ build: () async throws -> Result) async throws -> Result {
        if !begin(key) {
            waiting()
            repeat { try await Task.sleep(for: .milliseconds(200)) } while !begin(key)
        }
        defer { taken.withLock { _ = $0.remove(key) } }
        return try await build()
    }

    private func begin(_ key: String) -> Bool { taken.withLock { $0.insert(key).inserted } }
}
