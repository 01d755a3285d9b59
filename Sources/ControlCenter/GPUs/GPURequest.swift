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

    /// - Parameter field: the one that gives the memory.
    package func requireMemoryToShare(field: String) throws(FieldError) {
        guard sharing == .shared, count != .none, memory == nil else { return }
        throw FieldError(
            field: field, code: "gpu_memory_required",
            message: "Say how much GPU memory the app needs: a shared card is promised only up to what it has.")
    }
}

/// Whether other apps of ours may be on the same cards.
package enum GPUSharing: String, Sendable, Codable, CaseIterable {
    case exclusive
    /// Needs a declared memory, so that a card is never promised twice.
    case shared

    package init(_ text: String, field: String) throws(FieldError) {
        guard let sharing = GPUSharing(rawValue: text) else {
            throw FieldError(
                field: field, code: "gpu_sharing_unknown", message: "Choose “exclusive” or “shared”.")
        }
        self = sharing
    }
}
