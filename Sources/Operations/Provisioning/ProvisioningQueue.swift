package import Model
import Platform
import Synchronization

/// Runs jobs on a Dispatch queue: at most `width` long ones at once, one per app at a time, fair between owners. A job
/// that only waits can leave its place to another.
package final class ProvisioningQueue: Sendable {
    package struct Job: Sendable {
        package let app: AppName
        package let owner: String
        /// For jobs of seconds rather than minutes: does not wait for a free slot.
        package let isQuick: Bool
        package let work: @Sendable () async -> Void

        package init(app: AppName, owner: String, isQuick: Bool = false, work: @escaping @Sendable () async -> Void) {
            self.app = app
            self.owner = owner
            self.isQuick = isQuick
            self.work = work
        }
    }

    private struct Running {
        let owner: String
        var holdsPlace: Bool
        let task: Task<Void, Never>
    }

    private struct State {
        var waiting: [Job] = []
        var running: [AppName: Running] = [:]
        var isClosed = false
    }

    private let width: Int
    private let executor = DispatchQueueExecutor(label: "dcc.provisioning")
    private let state = Mutex(State())

    package init(width: Int) {
        self.width = width
    }

    /// Jobs of one app run in the order of submission.
    package func submit(_ job: Job) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.waiting.append(job)
            startWhatFits(&state)
        }
    }

    /// Drops the app's queued jobs and cancels the running one; the next submitted job waits for it to end.
    package func cancel(_ app: AppName) {
        state.withLock { state in
            state.waiting.removeAll { $0.app == app }
            state.running[app]?.task.cancel()
        }
    }

    /// The app's running job takes no place any longer, until it ends: the next one starts. It stays the app's only one.
    package func leavePlace(_ app: AppName) {
        state.withLock { state in
            state.running[app]?.holdsPlace = false
            startWhatFits(&state)
        }
    }

    package func isBusy(_ app: AppName) -> Bool {
        state.withLock { state in state.running[app] != nil || state.waiting.contains { $0.app == app } }
    }

    /// Cancels everything, accepts no more jobs, and returns when the last one has ended.
    package func close() async {
        let tasks = state.withLock { state in
            state.isClosed = true
            state.waiting = []
            return state.running.values.map(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private func startWhatFits(_ state: inout State) {
        while let index = nextJob(state) {
            let job = state.waiting.remove(at: index)
            let task = Task(executorPreference: executor) { [self] in
                await job.work()
                ended(job.app)
            }
            state.running[job.app] = Running(owner: job.owner, holdsPlace: !job.isQuick, task: task)
        }
    }

    /// The oldest job of the owner with the fewest running ones.
    private func nextJob(_ state: State) -> Int? {
        let placed = state.running.values.lazy.filter(\.holdsPlace)
        let hasPlace = placed.count < width
        var seen: Set<AppName> = []
        return state.waiting.indices
            .filter { index in
                let job = state.waiting[index]
                return seen.insert(job.app).inserted && state.running[job.app] == nil && (job.isQuick || hasPlace)
            }
            .min { first, second in
                let load = { (index: Int) in placed.count { $0.owner == state.waiting[index].owner } }
                return (load(first), first) < (load(second), second)
            }
    }

    private func ended(_ app: AppName) {
        state.withLock { state in
            state.running[app] = nil
            startWhatFits(&state)
        }
    }
}
