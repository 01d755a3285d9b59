/// What an app was promised on each of its cards when it was placed; its settings may say something else by now.
package struct GPUReservation: Equatable, Sendable, Codable {
    /// In MiB; nil is the whole card.
    package let memory: Int?
    package let sharing: GPUSharing

    package init(memory: Int?, sharing: GPUSharing) {
        self.memory = memory
        // Without a declared memory nobody can tell what is left for others.
        self.sharing = memory == nil ? .exclusive : sharing
    }

    init(_ request: GPURequest) {
        self.init(memory: request.memory?.mib, sharing: request.sharing)
    }
}

/// An app of ours that holds cards: its container runs on them, may run, or is about to.
struct GPUAllocation: Equatable {
    let app: Int64
    /// nil for one that nothing runs of yet.
    let name: AppName?
    let owner: String
    /// UUIDs.
    let gpus: [String]
    let claim: GPUReservation
}

/// What is known of the cards at one moment.
struct GPUSnapshot: Equatable {
    var gpus: [GPU] = []
    /// Who has memory on each card, by UUID; a card without an entry is one of which the driver does not say.
    var holders: [String: [GPUHolder]] = [:]
    /// Such as `550.54.15`.
    var driver: String?
    /// UUIDs of cards with an error of their own: taken only where no other one will do.
    var ailing: Set<String> = []
}
