import Model
import FoundationEssentials

/// All apps at one moment.
struct RegistrySnapshot: Sendable {
    var entries = AppTable()
    /// As of the latest placement.
    var gpus = GPUSnapshot()
    /// Wall clock for leases and the GPU queue.
    let now: @Sendable () -> Date

    /// - Parameter changed: counts instead of the app with its name.
    func use(by owner: String, with changed: App? = nil, defaultMemory: MemoryLimit) -> QuotaUse {
        let others = entries.values.lazy.map(\.app).filter { $0.owner == owner && $0.name != changed?.name }
        return QuotaUse(others + [changed].compactMap(\.self), defaultMemory: defaultMemory)
    }

    var gpuQueue: GPUQueue {
        GPUQueue(members: entries.values.compactMap(\.member), allocations: entries.values.compactMap(\.allocation))
    }

    /// By UUID of the GPU; of each GPU the oldest app first.
    var promises: [String: [GPUPromise]] {
        let placed = entries.values.filter { $0.allocation != nil }.sorted { $0.app.id < $1.app.id }
        return placed.reduce(into: [:]) { promises, entry in
            guard let promise = entry.promise else { return }
            for gpu in entry.allocation?.gpus ?? [] { promises[gpu, default: []].append(promise) }
        }
    }

    /// By app ID.
    var names: [Int64: AppName] {
        Dictionary(uniqueKeysWithValues: entries.values.map { ($0.app.id, $0.app.name) })
    }

    /// The place of each waiting app in the GPU queue.
    var queuePositions: [(AppName, QueuePosition)] {
        let queue = gpuQueue
        guard !queue.members.isEmpty else { return [] }
        let verdicts = queue.evaluate(gpus, at: now())
        let names = names
        return verdicts.enumerated().compactMap { index, verdict in
            names[verdict.member.app].map { name in
                (name, QueuePosition(position: index + 1, length: verdicts.count, waitsFor: verdict.waitsFor))
            }
        }
    }
}
