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

    init(_ request: GPURequest) {
        self.init(memory: request.memory?.mib, sharing: request.sharing)
    }
}

/// GPUs held by one of our apps: its container is running on them, may be running, or is about to.
struct GPUAllocation: Equatable {
    let app: Int64
    /// nil for a simulated app that has no container yet.
    let name: AppName?
    let owner: String
    /// UUIDs.
    let gpus: [String]
    let claim: GPUReservation
}

/// The state of all GPUs at one point in time.
struct GPUSnapshot: Equatable {
    var gpus: [GPU] = []
    /// Processes with memory on each GPU, by UUID; no entry if the driver does not report them.
    var holders: [String: [GPUHolder]] = [:]
    /// For example `550.54.15`.
    var driver: String?
    /// UUIDs of degraded GPUs: used only if no other GPU fits.
    var ailing: Set<String> = []
}
