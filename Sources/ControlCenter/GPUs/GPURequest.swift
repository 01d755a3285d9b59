/// What an app asks of the machine's GPUs.
package struct GPURequest: Equatable, Sendable {
    package var count: GPUCount
    /// On each card; nil takes what there is.
    package var memory: GPUMemory?
    package var sharing: GPUSharing
    /// How long the cards are the app's; nil is for as long as it runs.
    package var lease: LeaseTerm?

    package static let none = GPURequest(count: .none)

    package init(
        count: GPUCount, memory: GPUMemory? = nil, sharing: GPUSharing = .exclusive, lease: LeaseTerm? = nil
    ) {
        self.count = count
        self.memory = memory
        self.sharing = sharing
        self.lease = lease
    }
}

/// Whether other apps of ours may be on the same cards.
package enum GPUSharing: String, Sendable, Codable, CaseIterable {
    case exclusive
    /// Needs a declared memory, so that a card is never promised twice.
    case shared
}
