import Model
package import LiveState
import Dispatch
package import Logging
import Platform
import Synchronization

/// Runs the GPU queue whenever GPUs may have become free, and ends expired leases.
package final class GPUScheduler: Sendable {
    /// Also polls: foreign processes end without an event, and the order changes over time.
    private let checks = Periodic(label: "dcc.scheduler", every: .seconds(15))
    /// Reading GPUs and storing placements blocks.
    private let executor = DispatchQueueExecutor(label: "dcc.placement", qos: .utility)
    private let registry: AppRegistry
    private let gpus: GPUWatch
    private let jobs: JobSubmitter
    private let hostWatch: HostWatch
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var isPlacing = false
        /// Another pass was asked for while one runs.
        var isWakePending = false
    }

    package init(
        registry: AppRegistry, gpus: GPUWatch, jobs: JobSubmitter, hostWatch: HostWatch, logger: Logger
    ) {
        self.registry = registry
        self.gpus = gpus
        self.jobs = jobs
        self.hostWatch = hostWatch
        self.logger = logger
    }

    package func start() {
        registry.onSchedulerWake { [weak self] in self?.wake() }
        wake()
        checks.start { [weak self] in
            self?.wake()
            try await self?.endLeases()
        }
    }

    /// Stops apps whose lease has expired. Those that have changed meanwhile are left to the next check.
    /// - Throws: why the last of those that could not be stopped could not; to be tried again.
    package func endLeases() async throws {
        var failure: (any Error)?
        for app in registry.overdue {
            do {
                try await jobs.release(app, .leaseEnded)
            } catch is AppConflict {
                continue
            } catch {
                logger.error("could not end a lease", metadata: ["app": "\(app.name)", "error": "\(error)"])
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// However often it is woken during a pass, one more pass follows.
    private func wake() {
        let begins = state.withLock { state in
            state.isWakePending = true
            defer { state.isPlacing = true }
            return !state.isPlacing
        }
        guard begins else { return }
        Task(executorPreference: executor) { [self] in
            while consumeWake() { await placeQueued() }
        }
    }

    private func consumeWake() -> Bool {
        state.withLock { state in
            defer { state.isWakePending = false }
            state.isPlacing = state.isWakePending
            return state.isWakePending
        }
    }

    private func placeQueued() async {
        // While Docker is down, a placed app would fail immediately and lose its queue position.
        guard registry.hasGPUQueue, hostWatch.isDockerReachable else { return }
        do {
            let placed = try await registry.placeQueued(on: try await gpus.readSnapshot()).stored()
            try jobs.resume(placed.compactMap(registry.app))
        } catch {
            // The apps keep waiting; nvidia-smi's failure is shown in the host view.
            logger.debug("could not process the GPU queue", metadata: ["error": "\(error)"])
        }
    }
}
