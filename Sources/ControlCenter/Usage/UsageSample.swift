/// What an app, or the machine, used in one step of time, in units that are small whole numbers; nil where nobody can tell.
package struct UsageSample: Equatable, Sendable {
    /// In the place of an app's id: the machine.
    package static let host: Int64 = 0

    /// Thousandths of one core, on average.
    package var cpu: Int?
    /// In MiB, at the most.
    package var memory: Int?
    /// In MiB, at the most: an app's workspace, or what is used of the workspaces' file system.
    package var disk: Int?
    /// Bytes a second, on average.
    package var receive: Int?
    package var send: Int?
    /// How busy the cards that it holds are, in per cent, on average; nil for an app that holds none.
    package var gpu: Int?
    /// In MiB, at the most.
    package var gpuMemory: Int?
    /// Seconds times cards that it held, and those of them in which the card did nothing.
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
    /// Rates need two readings; a counter that went down began anew in between, and says nothing.
    /// - Parameter elapsed: since the earlier reading.
    init(_ counters: UsageCounters, since earlier: UsageCounters?, elapsed: Duration) {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        func rate(_ counter: KeyPath<UsageCounters, Int64?>, unit: Double) -> Int? {
            guard seconds >= 1, let before = earlier?[keyPath: counter], let now = counters[keyPath: counter],
                now >= before
            else { return nil }
            return Int((Double(now - before) / unit / seconds).rounded())
        }
        self.init(
            // Thousandths of a core from nanoseconds.
            cpu: rate(\.cpu, unit: 1e6), memory: counters.memory.map(Self.mib), disk: counters.disk.map(Self.mib),
            receive: rate(\.received, unit: 1), send: rate(\.sent, unit: 1))
    }

    /// Rounded up: what takes any room takes one.
    static func mib(_ bytes: Int64) -> Int { Int((bytes + (1 << 20) - 1) >> 20) }
}
