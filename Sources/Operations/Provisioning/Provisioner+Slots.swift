import LiveState
import Model
import Ports

/// Slots for work that takes long, see ``SlotQueue``.
extension Provisioner {
    /// Waits for a slot, unless the app has one of this kind.
    func takeSlot(_ kind: SlotQueue.Kind, of name: AppName) async throws {
        guard let app = registry.app(name), let deployment = registry.newestDeployment(of: name) else {
            throw AppNotFound(name: name)
        }
        let isPlaced = deployment.placement != nil && !deployment.gpus.isEmpty
        let member = SlotQueue.Member(app: name, owner: app.owner, kind: kind, holdsGPUs: isPlaced)
        try await queue.takeSlot(member) {
            if registry.app(name)?.state != .queued { try await registry.apply(.slotAwaited, to: name).stored() }
        }
    }

    /// Its state says that the app is being stopped or removed, not that it waits.
    func takeSlotToStop(_ name: AppName) async throws {
        guard let app = registry.app(name) else { throw AppNotFound(name: name) }
        try await queue.takeSlot(SlotQueue.Member(app: name, owner: app.owner, kind: .stop)) {}
    }

    /// Runs a step that needs a slot to install, unless there is nothing left to do.
    func run<Result: Sendable>(
        _ step: Step, of name: AppName, unless isDone: @escaping @Sendable () async throws -> Bool,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let isDone = try await run(step, of: name, quietly: true, isDone)
        if !isDone { try await takeSlot(.install, of: name) }
        // After its wait for GPUs a deployment does these steps again.
        let isRepeated = registry.newestDeployment(of: name)?.steps.contains { $0.step == step } == true
        return try await run(step, of: name, quietly: isDone && isRepeated, body)
    }
}
