/// What indicates whether an app is in use, averaged over the preceding seconds.
package struct ActivitySample: Equatable, Sendable {
    /// 100 means one core.
    package let cpuPercent: Double
    /// Sum of received and sent bytes.
    package let networkBytesPerSecond: Double
    /// Average of its GPUs, whichever process uses them; nil for an app without GPUs.
    package let gpuPercent: Double?
    /// Bytes its processes hold on its GPUs; nil for an app without GPUs.
    package let gpuMemory: Int64?

    package init(
        cpuPercent: Double, networkBytesPerSecond: Double, gpuPercent: Double? = nil, gpuMemory: Int64? = nil
    ) {
        self.cpuPercent = cpuPercent
        self.networkBytesPerSecond = networkBytesPerSecond
        self.gpuPercent = gpuPercent
        self.gpuMemory = gpuMemory
    }

    /// - Parameter usage: the latest sample; nil if the app was not measured.
    /// - Returns: nil if a relevant value is unknown.
    package init?(_ usage: UsageSample?, hasGPUs: Bool) {
        guard let usage, let cpu = usage.cpu, let receive = usage.receive, let send = usage.send,
            !hasGPUs || usage.gpu != nil && usage.gpuMemory != nil
        else { return nil }
        self.init(
            cpuPercent: Double(cpu) / 10, networkBytesPerSecond: Double(receive + send),
            gpuPercent: usage.gpu.map(Double.init), gpuMemory: usage.gpuMemory.map { Int64($0) << 20 })
    }

    /// Background activity of an app without users: heartbeats, timers, healthchecks.
    private enum Hum {
        static let cpuPercent = 5.0
        static let networkBytesPerSecond = 1024.0
        static let gpuPercent = 1.0
        static let gpuMemory: Int64 = 8 << 20
    }

    func isQuiet(after before: ActivitySample?) -> Bool {
        let change = abs((gpuMemory ?? 0) - (before?.gpuMemory ?? gpuMemory ?? 0))
        return cpuPercent <= Hum.cpuPercent && networkBytesPerSecond <= Hum.networkBytesPerSecond
            && gpuPercent ?? 0 <= Hum.gpuPercent && change <= Hum.gpuMemory
    }
}
