/// The GPUs an app asks for.
package struct GPURequest: Equatable, Sendable {
    package var count: GPUCount
    /// Per GPU; nil accepts any amount.
    package var memory: GPUMemory?
    package var sharing: GPUSharing
    /// How long the app may keep the GPUs; nil means as long as it runs.
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

    /// CUDA gives a process one MIG instance, however many it is handed: an app with several GPUs needs whole ones.
    package func accepts(_ gpu: GPU) -> Bool { count.rawValue <= 1 || gpu.instance == nil }

    /// - Parameter field: the field that sets the memory.
    package func requireMemoryToShare(field: String) throws(FieldError) {
        guard sharing == .shared, count != .none, memory == nil else { return }
        throw FieldError(
            field: field, code: "gpu_memory_required", message: "To share a GPU, set the GPU memory.")
    }
}

/// Whether other apps may use the same GPUs.
package enum GPUSharing: String, Sendable, Codable, CaseIterable {
    case exclusive
    /// Requires a GPU memory limit, so that memory is never reserved twice.
    case shared

    package init(_ text: String, field: String) throws(FieldError) {
        guard let sharing = GPUSharing(rawValue: text) else {
            throw FieldError(
                field: field, code: "gpu_sharing_unknown", message: "Choose “exclusive” or “shared”.")
        }
        self = sharing
    }
}
