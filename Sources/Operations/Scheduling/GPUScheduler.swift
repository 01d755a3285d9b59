import Model
package import LiveState
import Dispatch
package import Logging
import Synchronization

/// Runs the GPU queue whenever GPUs may have become free, and ends expired leases.
package final class GPUScheduler: Sendable {
    /// Also polls: foreign processes end without an event, and the order changes over time.
    private static let interval = DispatchTimeInterval.seconds(15)

    private let registry: AppRegistry
    private let gpus: GPUWatch
    private let jobs: JobSubmitter
    private let hostWatch: HostWatch
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.line", qos: .utility)
    private let state = Mutex(State())

    private struct State {
        var isLooking = false
        /// Set if woken while a check was running.
        var rang = false
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
        registry.onLineRing { [weak self] in self?.ring() }
        ring()
        tick()
    }

    private func tick() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self else { return }
            endLeases()
            ring()
            tick()
        }
    }

    /// Stops apps whose lease has expired; those that cannot be stopped now are retried at the next check.
    package func endLeases() {
        for app in registry.overdue { try? jobs.release(app, .leaseEnded) }
    }

    /// Any number of wake-ups during a check cause exactly one more check.
    private func ring() {
        let begins = state.withLock { state in
            state.rang = true
            defer { state.isLooking = true }
            return !state.isLooking
        }
        guard begins else { return }
        Task { [self] in
            while isRung() { await placeWaiting() }
        }
    }

    private func isRung() -> Bool {
        state.withLock { state in
            defer { state.rang = false }
            state.isLooking = state.rang
            return state.rang
        }
    }

    private func placeWaiting() async {
        // While Docker is down, a placed app would fail immediately and lose its queue position.
        guard registry.hasLine, hostWatch.isDockerReachable else { return }
        do {
            jobs.resume(try registry.placeWaiting(on: try await gpus.readSnapshot()).compactMap(registry.app))
        } catch {
            // The apps keep waiting; nvidia-smi's failure is shown in the host view.
            logger.debug("could not process the GPU queue", metadata: ["error": "\(error)"])
        }
    }
}
