import Dispatch
package import Logging
import Synchronization

/// Has the waiting line looked at whenever cards may have come free, and ends leases.
package final class GPUScheduler: Sendable {
    /// Foreign processes end without a word, and time alone changes who goes first.
    private static let interval = DispatchTimeInterval.seconds(15)

    private let registry: AppRegistry
    private let inventory: any GPUInventory
    private let gpus: GPUWatch
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.line", qos: .utility)
    private let state = Mutex(State())

    private struct State {
        var isLooking = false
        /// It rang while somebody was looking.
        var rang = false
        var service: AppService?
    }

    package init(registry: AppRegistry, inventory: any GPUInventory, gpus: GPUWatch, logger: Logger) {
        self.registry = registry
        self.inventory = inventory
        self.gpus = gpus
        self.logger = logger
    }

    /// - Parameter registry: told of apps that got their cards, and of those whose lease is over.
    package func start(_ service: AppService) {
        state.withLock { $0.service = service }
        registry.onLineRing { [weak self] in self?.ring() }
        ring()
        tick()
    }

    /// The cards as they are now.
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

    /// However often it rings while one looks, one more look follows.
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
        // While Docker is away, whoever was placed would fail at once and lose the place in the line.
        guard registry.hasLine, let service = state.withLock({ $0.service }), service.isDockerReachable else { return }
        do {
            service.goOn(try registry.placeWaiting(on: try await look()).compactMap(registry.app))
        } catch {
            // They wait on; what ails NVIDIA's tool is told with the machine.
            logger.debug("could not look at the waiting line", metadata: ["error": "\(error)"])
        }
    }
}
