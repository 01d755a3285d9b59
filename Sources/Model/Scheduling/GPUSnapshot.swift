/// The state of all GPUs at one point in time.
package struct GPUSnapshot: Equatable, Sendable {
    package var gpus: [GPU] = []
    /// Processes with memory on each GPU, by UUID; no entry if the driver does not report them.
    package var holders: [String: [GPUHolder]] = [:]
    /// For example `550.54.15`.
    package var driver: String?
    /// UUIDs of degraded GPUs: used only if no other GPU fits.
    package var degraded: Set<String> = []

    package init(
        gpus: [GPU] = [], holders: [String: [GPUHolder]] = [:], driver: String? = nil, degraded: Set<String> = []
    ) {
        self.gpus = gpus
        self.holders = holders
        self.driver = driver
        self.degraded = degraded
    }
}
