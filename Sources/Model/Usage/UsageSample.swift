/// Usage of an app or the host in one time step, in units that give small whole numbers; nil if unknown.
package struct UsageSample: Equatable, Sendable {
    /// Used in place of an app ID for the host.
    package static let host: Int64 = 0

    /// Average, in thousandths of a core.
    package var cpu: Int?
    /// Maximum, in MiB.
    package var memory: Int?
    /// Maximum, in MiB: of an app's workspace, or used on the workspaces' file system.
    package var disk: Int?
    /// Average, in bytes per second.
    package var receive: Int?
    package var send: Int?
    /// Average utilization of its GPUs, in percent; nil for an app without GPUs.
    package var gpu: Int?
    /// Maximum, in MiB.
    package var gpuMemory: Int?
    /// GPU-seconds held, and those of them in which the GPU was idle.
    package var gpuSeconds: Int
    package var gpuIdleSeconds: Int

    package init(
        cpu: Int? = nil, memory: Int? = nil, disk: Int? = nil, receive: Int? = nil, send: Int? = nil, gpu: Int? = nil,
        gpuMemory: Int? = nil, gpuSeconds: Int = 0, gpuIdleSeconds: Int = 0
    ) {
        self.cpu = cpu
        self.memory = memory
        self.disk = disk
        self.receive = receive
        self.send = send
        self.gpu = gpu
        self.gpuMemory = gpuMemory
        self.gpuSeconds = gpuSeconds
        self.gpuIdleSeconds = gpuIdleSeconds
    }
}

extension UsageSample {
    /// Rates need two readings; a counter that decreased was reset in between and gives no rate.
    /// - Parameter elapsed: time since the earlier reading.
    package init(_ counters: UsageCounters, since earlier: UsageCounters?, elapsed: Duration) {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        func rate(_ counter: KeyPath<UsageCounters, Int64?>, unit: Double) -> Int? {
            guard seconds >= 1, let before = earlier?[keyPath: counter], let now = counters[keyPath: counter],
                now >= before
            else { return nil }
            return Int((Double(now - before) / unit / seconds).rounded())
        }
        self.init(
            // Nanoseconds to thousandths of a core.
            cpu: rate(\.cpu, unit: 1e6), memory: counters.memory.map(Self.mib), disk: counters.disk.map(Self.mib),
            receive: rate(\.received, unit: 1), send: rate(\.sent, unit: 1))
    }

    /// Rounded up, so that any usage is at least 1.
    package static func mib(_ bytes: Int64) -> Int { Int((bytes + (1 << 20) - 1) >> 20) }
}
