import LiveState
import Model
import FoundationEssentials
import Synchronization

/// Tells on an app's card and in its log that the kernel ended some of its processes for memory, while the app goes on:
/// its container does not end, so nothing else shows it.
final class MemoryKills: Sendable {
    /// Names from the kernel log belong to a count that is read within this many seconds.
    private static let recent: TimeInterval = 30

    private struct State {
        /// Counted so far, by container.
        var counted: [ContainerID: Int64] = [:]
        var named: [(container: ContainerID, program: String, at: Date)] = []
    }

    private let registry: AppRegistry
    private let logs: LogBuffer
    private let state = Mutex(State())

    init(registry: AppRegistry, logs: LogBuffer) {
        self.registry = registry
        self.logs = logs
    }

    /// - Parameter counters: of all containers that run when the service starts: an earlier run has told of these.
    func begin(with counters: [ContainerID: UsageCounters]) {
        state.withLock { $0.counted = counters.compactMapValues(\.memoryKills) }
    }

    /// - Parameter at: when the kernel wrote it.
    func name(_ kill: MemoryKill, at time: Date) {
        state.withLock { state in
            state.named += kill.containers.map { ($0, kill.program, time) }
        }
    }

    /// - Parameters:
    ///   - counters: of all containers that run.
    ///   - apps: with the containers that run them.
    func record(_ counters: [ContainerID: UsageCounters], of apps: [(App, ContainerID)], at now: Date) {
        let counts = counters.compactMapValues(\.memoryKills)
        let (before, named) = state.withLock { state in
            defer { (state.counted, state.named) = (counts, []) }
            return (state.counted, state.named.filter { abs($0.at.timeIntervalSince(now)) <= Self.recent })
        }
        for (app, container) in apps {
            guard let count = counts[container], count > before[container] ?? 0 else { continue }
            let names = named.filter { $0.container == container }.map(\.program)
            let ended = Int(count - (before[container] ?? 0))
            let limit = app.settings.memory ?? registry.defaultMemory
            logs.append(MemoryNotice.words(ended: ended, names, limit: limit), from: .deploy, to: app.name)
            _ = registry.setMemoryNotice(MemoryNotice(processes: Int(count), at: now), of: app.name)
        }
    }
}
