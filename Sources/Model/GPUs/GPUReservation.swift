/// What was reserved on each GPU when the app was placed; its settings may have changed since.
package struct GPUReservation: Equatable, Sendable, Codable {
    /// MiB; nil means the whole GPU.
    package let memory: Int?
    package let sharing: GPUSharing

    package init(memory: Int?, sharing: GPUSharing) {
        self.memory = memory
        // Without a memory limit, the rest that others could use is unknown.
        self.sharing = memory == nil ? .exclusive : sharing
    }

    package init(_ request: GPURequest) {
        self.init(memory: request.memory?.mib, sharing: request.sharing)
    }
}
