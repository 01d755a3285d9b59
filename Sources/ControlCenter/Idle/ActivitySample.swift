/// What tells whether an app is in use, measured over the seconds before.
package struct ActivitySample: Equatable, Sendable {
    /// 100 is one core.
    package let cpuPercent: Double
    /// In and out of the container together.
    package let networkBytesPerSecond: Double
    /// Of its cards on average, whoever keeps them busy; nil for an app without a GPU.
    package let gpuPercent: Double?
    /// What its processes hold on its cards, in bytes; nil for an app without a GPU.
    package let gpuMemory: Int64?

    package init(
        cpuPercent: Double, networkBytesPerSecond: Double, gpuPercent: Double? = nil, gpuMemory: Int64? = nil
    ) {
        self.cpuPercent = cpuPercent
        self.networkBytesPerSecond = networkBytesPerSecond
        self.gpuPercent = gpuPercent
        self.gpuMemory = gpuMemory
    }

    /// - Parameter usage: the newest; nil where the app was not measured.
    /// - Returns: nil where something that counts is not known.
    package init?(_ usage: UsageSample?, hasGPUs: Bool) {
        guard let usage, let cpu = usage.cpu, let receive = usage.receive, let send = usage.send,
            !hasGPUs || usage.gpu != nil && usage.gpuMemory != nil
        else { return nil }
        self.init(
            cpuPercent: Double(cpu) / 10, networkBytesPerSecond: Double(receive + send),
            gpuPercent: usage.gpu.map(Double.init), gpuMemory: usage.gpuMemory.map { Int64($0) << 20 })
    }

    /// What programs do who only wait for somebody: heartbeats, a timer, a health check.
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
