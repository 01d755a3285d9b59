/// Describes what an app needs and what blocks it. Refers to other apps only by owner, since not every user may see
/// every app.
struct QueueWording {
    /// MiB of foreign memory below which it is the driver's own and not mentioned.
    private static let notable = 1024

    private let request: GPURequest
    private let cards: [GPUCard]
    private let heldBack: Set<String>
    private let unfit: UnfitGPUs

    /// - Parameters:
    ///   - cards: excluding the app itself.
    ///   - heldBack: UUIDs of GPUs held back for other apps.
    ///   - unfit: GPUs that the app cannot use.
    init(_ request: GPURequest, cards: [GPUCard], heldBack: Set<String>, unfit: UnfitGPUs = .none) {
        self.request = request
        self.cards = cards
        self.heldBack = heldBack
        self.unfit = unfit
    }

    var text: String {
        let places = cards.sorted { $0.gpu.place < $1.gpu.place }.map(words)
        return places.isEmpty ? need : "\(need); \(places.joined(separator: ", "))"
    }

    private var need: String {
        let count = request.count.rawValue
        var text = count == 1 ? "1 GPU" : "\(count) GPUs"
        if GPUReservation(request).sharing == .exclusive { text += " (exclusive)" }
        if let memory = request.memory { text += " with \(memory.gib) GiB free" + (count > 1 ? " each" : "") }
        return text
    }

    private func words(of card: GPUCard) -> String {
        let name = "GPU \(card.gpu.label)"
        guard !unfit.contains(card.gpu) else { return "\(name) does not run \(unfit.wheel)" }
        guard request.accepts(card.gpu) else { return "\(name) is a MIG instance, which serves one-GPU apps only" }
        var blockers = Dictionary(card.allocations.map { ($0.owner, 1) }, uniquingKeysWith: +)
            .sorted { $0.key < $1.key }
            .map { owner, count in count == 1 ? "an app of \(owner)" : "\(count) apps of \(owner)" }
        if card.foreign >= Self.notable { blockers.append("other processes") }
        if heldBack.contains(card.gpu.uuid) { blockers.append("reserved for an app ahead in the queue") }
        let why = blockers.isEmpty ? "" : " (\(blockers.joined(separator: ", ")))"
        let isTaken = card.allocations.contains { $0.claim.sharing == .exclusive }
        return "\(name) \(isTaken ? "is in use" : "has \(card.freeWords)")\(why)"
    }
}
