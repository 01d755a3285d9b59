/// The GPUs an app gets, and why.
package struct GPUPlacement: Equatable, Sendable {
    package let uuids: [String]
    /// Why these GPUs, for users.
    package let reason: String

    package init(uuids: [String], reason: String) {
        self.uuids = uuids
        self.reason = reason
    }

    /// - Throws: `gpus_missing` or `gpu_memory_missing` if the request can never fit on these GPUs.
    package static func check(
        _ request: GPURequest, on all: [GPU], without unfit: UnfitGPUs = .none
    ) throws(StepFailure) {
        let count = request.count.rawValue
        let fit = all.filter { !unfit.contains($0) }
        let gpus = fit.filter(request.accepts)
        let which = (gpus.count < fit.count ? " whole" : "") + (fit.count < all.count ? " for \(unfit.wheel)" : "")
        guard gpus.count >= count else {
            throw StepFailure(
                code: "gpus_missing",
                message: "The app requests \(count) GPU(s), but this machine has \(gpus.count)\(which).",
                hint: hint(most: gpus.count, instances: fit.count - gpus.count))
        }
        guard let memory = request.memory, count > 0 else { return }
        let sizes = gpus.map { $0.totalMemory >> 10 }.sorted(by: >)
        guard sizes[count - 1] >= memory.gib else {
            throw StepFailure(
                code: "gpu_memory_missing",
                message:
                    "The app requests \(count) GPU(s) with \(memory.gib) GiB each; this machine's GPUs\(which) have "
                    + "\(sizes.map(String.init).joined(separator: ", ")) GiB.",
                hint: "Request at most \(sizes[count - 1]) GiB of GPU memory.")
        }
    }

    private static func hint(most: Int, instances: Int) -> String {
        if instances > 0 {
            return "Request 1, or ask the operator to end MIG mode: a program can use one MIG instance only."
        }
        return most == 0
            ? "Install the NVIDIA driver and container toolkit, or deploy the app with 0 GPUs."
            : "Request at most \(most)."
    }

    /// Order of preference: not degraded, already held by the app, fewer of our apps, more free memory, lower index.
    /// - Parameters:
    ///   - cards: excluding the app itself.
    ///   - held: UUIDs of GPUs the app holds already; they are never held back for the queue.
    ///   - heldBack: UUIDs of GPUs held back for other apps.
    ///   - unfit: GPUs that the app cannot use.
    ///   - degraded: UUIDs of degraded GPUs, used last.
    /// - Returns: nil if the app does not fit now.
    package static func choose(
        _ request: GPURequest, from cards: [GPUCard], holding held: Set<String> = [], heldBack: Set<String> = [],
        without unfit: UnfitGPUs = .none, degraded: Set<String> = []
    ) -> GPUPlacement? {
        let claim = GPUReservation(request)
        let possible = cards.filter { card in
            card.admits(claim) && !unfit.contains(card.gpu) && request.accepts(card.gpu)
                && (held.contains(card.gpu.uuid) || !heldBack.contains(card.gpu.uuid))
        }
        guard possible.count >= request.count.rawValue else { return nil }
        let rank = { (card: GPUCard) in
            let isDegraded = degraded.contains(card.gpu.uuid)
            return (
                isDegraded ? 1 : 0, held.contains(card.gpu.uuid) ? 0 : 1, card.allocations.count, -card.free,
                card.gpu.place
            )
        }
        let chosen = possible.sorted { rank($0) < rank($1) }.prefix(request.count.rawValue)
        let reasons = chosen.map { card in
            let sharing = card.allocations.isEmpty ? "no other apps" : "other apps: \(card.allocations.count)"
            return "GPU \(card.gpu.label): \(card.freeWords), \(sharing)"
        }
        return GPUPlacement(uuids: chosen.map(\.gpu.uuid), reason: reasons.joined(separator: "; "))
    }
}
