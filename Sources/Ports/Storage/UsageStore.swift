package import Model

/// Usage history of apps and the host: steps of seconds for a day, coarser steps for longer.
///
/// Methods block for short transactions and can be called from any thread.
package protocol UsageStore: Sendable {
    /// Writes the samples of one step in one transaction. Replaces existing samples of that step.
    /// - Parameters:
    ///   - samples: by app ID; must include ``UsageSample/host``, which records how far each tier is written.
    ///   - step: number of the tier's step since 1970.
    func write(_ samples: [Int64: UsageSample], tier: UsageTier, step: Int) throws
    /// Writes finished steps of coarser tiers that are missing. Resuming after a restart neither loses nor duplicates a
    /// step.
    /// - Parameter now: seconds since 1970.
    /// - Returns: true if there was one.
    func rollUp(now: Int) throws -> Bool
    /// Deletes a batch of samples past their tier's retention, some time after it.
    /// - Returns: true if there may be more.
    func prune(now: Int) throws -> Bool
    /// - Parameter app: app ID, or ``UsageSample/host``.
    func series(of app: Int64, _ window: UsageWindow) throws -> [UsageSample?]

    /// Apps measured since `start`; includes removed ones. All times are in seconds since 1970.
    func appsUsed(since start: Int, now: Int) throws -> [UsedApp]
    func total(of app: Int64, since start: Int, now: Int) throws -> UsageTotal
    /// The host's average usage by hour of the day in UTC; nil for an hour without samples.
    func hoursOfDay(since start: Int, now: Int) throws -> [UsageSample?]
}

/// An app in the usage history, with its current settings or those it was removed with.
package struct UsedApp: Equatable, Sendable {
    package let id: Int64
    package let name: String
    package let owner: String
    package let isRemoved: Bool
    /// nil means the installation's default.
    package let memoryGiB: Int?
    /// Sum of all its GPUs; nil if not set.
    package let gpuMemoryGiB: Int?

    package init(id: Int64, name: String, owner: String, isRemoved: Bool, memoryGiB: Int?, gpuMemoryGiB: Int?) {
        self.id = id
        self.name = name
        self.owner = owner
        self.isRemoved = isRemoved
        self.memoryGiB = memoryGiB
        self.gpuMemoryGiB = gpuMemoryGiB
    }
}

/// An app's total usage over a long period.
package struct UsageTotal: Equatable, Sendable {
    /// GPU-seconds held, and those of them in which the GPUs were idle.
    package let gpuSeconds: Int
    package let gpuIdleSeconds: Int
    /// MiB.
    package let peakMemory: Int?
    package let peakGPUMemory: Int?

    package init(gpuSeconds: Int, gpuIdleSeconds: Int, peakMemory: Int?, peakGPUMemory: Int?) {
        self.gpuSeconds = gpuSeconds
        self.gpuIdleSeconds = gpuIdleSeconds
        self.peakMemory = peakMemory
        self.peakGPUMemory = peakGPUMemory
    }
}
