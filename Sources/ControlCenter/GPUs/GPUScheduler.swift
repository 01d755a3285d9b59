import Dispatch
package import Logging
import Synchronization

/// Runs the GPU queue whenever GPUs may have become free, and ends expired leases.
package final class GPUScheduler: Sendable {
    /// Also polls: foreign processes end without an event, and the order changes over time.
    private static let interval = DispatchTimeInterval.seconds(15)

    private let registry: AppRegistry
    private let inventory: any GPUInventory
    private let gpus: GPUWatch
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.line", qos: .utility)
    private let state = Mutex(State())

    private struct State {
        var isLooking = false
        /// Set if woken while a check was running.
        var rang = false
        var service: AppService?
    }

    package init(registry: AppRegistry, inventory: any GPUInventory, gpus: GPUWatch, logger: Logger) {
        self.registry = registry
        self.inventory = inventory
        self.gpus = gpus
        self.logger = logger
    }

    /// - Parameter service: receives apps that got their GPUs, and those whose lease expired.
    package func start(_ service: AppService) {
        state.withLock { $0.service = service }
        registry.onLineRing { [weak self] in self?.ring() }
        ring()
        tick()
    }

    /// Reads the current state of the GPUs.
    /// - Throws: ``StepFailure``, as ``GPUInventory/read()``.
    func look() async throws -> GPUSnapshot {
        let reading = try await inventory.read()
        return GPUSnapshot(
            gpus: reading.gpus, holders: gpus.holders(in: reading), driver: reading.driver, ailing: gpus.ailing)
    }

    private func tick() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self else { return }
            state.withLock { $0.service }?.endLeases()
            ring()
            tick()
        }
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
        guard registry.hasLine, let service = state.withLock({ $0.service }), service.isDockerReachable else { return }
        do {
            service.goOn(try registry.placeWaiting(on: try await look()).compactMap(registry.app))
        } catch {
            // The apps keep waiting; nvidia-smi's failure is shown in the host view.
            logger.debug("could not process the GPU queue", metadata: ["error": "\(error)"])
        }
    }
}
