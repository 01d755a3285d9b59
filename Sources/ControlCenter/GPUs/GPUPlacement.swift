/// Which GPUs an app gets, and why.
struct GPUPlacement: Equatable {
    let uuids: [String]
    /// For people: why these.
    let reason: String

    /// - Throws: `gpus_missing` or `gpu_memory_missing` for what never fits on a machine with these cards.
    static func check(_ request: GPURequest, on gpus: [GPU]) throws(StepFailure) {
        let count = request.count.rawValue
        guard gpus.count >= count else {
            throw StepFailure(
                code: "gpus_missing",
                message: "The app asks for \(count) GPU(s) and this machine shows \(gpus.count).",
                hint: gpus.isEmpty
                    ? "Install NVIDIA's driver and container toolkit, or deploy the app with 0 GPUs."
                    : "Ask for at most \(gpus.count).")
        }
        guard let memory = request.memory, count > 0 else { return }
        let sizes = gpus.map { $0.totalMemory >> 10 }.sorted(by: >)
        guard sizes[count - 1] >= memory.gib else {
            throw StepFailure(
                code: "gpu_memory_missing",
                message: "The app asks for \(count) GPU(s) with \(memory.gib) GiB each; this machine's have "
                    + "\(sizes.map(String.init).joined(separator: ", ")) GiB.",
                hint: "Ask for at most \(sizes[count - 1]) GiB of GPU memory.")
        }
    }

    /// Prefers cards without an error of their own, then those that the app holds already, then those with fewer of our apps, then those with more free
    /// memory, then the lower index.
    /// - Parameters:
    ///   - cards: without the app itself.
    ///   - held: UUIDs of the cards that the app holds already; nobody's place in the line keeps it off them.
    ///   - aside: UUIDs of cards that are kept for others.
    ///   - ailing: UUIDs of cards with an error of their own, which come last.
    /// - Returns: nil when it does not fit now.
    static func choose(
        _ request: GPURequest, from cards: [GPUCard], holding held: Set<String> = [], aside: Set<String> = [],
        ailing: Set<String> = []
    ) -> GPUPlacement? {
        let claim = GPUReservation(request)
        let possible = cards.filter { card in
            card.admits(claim) && (held.contains(card.gpu.uuid) || !aside.contains(card.gpu.uuid))
        }
        guard possible.count >= request.count.rawValue else { return nil }
        let rank = { (card: GPUCard) in
            let isAiling = ailing.contains(card.gpu.uuid)
            return (
                isAiling ? 1 : 0, held.contains(card.gpu.uuid) ? 0 : 1, card.tenants.count, -card.free, card.gpu.index
            )
        }
        let chosen = possible.sorted { rank($0) < rank($1) }.prefix(request.count.rawValue)
        let reasons = chosen.map { card in
            let sharing = card.tenants.isEmpty ? "no other app on it" : "shared with \(card.tenants.count)"
            return "GPU \(card.gpu.index): \(card.free) MiB free, \(sharing)"
        }
        return GPUPlacement(uuids: chosen.map(\.gpu.uuid), reason: reasons.joined(separator: "; "))
    }
}
