/// Remembers what apps and the machine used: in steps of seconds for a day, then coarser for longer.
///
/// Methods block for short transactions and may be called from any thread.
package protocol UsageStore: Sendable {
    /// Writes what was measured in a step, all or nothing. What is there already for that step is replaced.
    /// - Parameters:
    ///   - samples: by app id; ``UsageSample/host`` is the machine and always among them: it tells how far the tiers go.
    ///   - step: the number of the tier's step since 1970.
    func write(_ samples: [Int64: UsageSample], tier: UsageTier, step: Int) throws
    /// Writes the coarser tiers' steps that are over and not yet written. Going on after a restart neither loses nor
    /// doubles a step.
    /// - Parameter now: seconds since 1970.
    /// - Returns: whether there was one.
    func rollUp(now: Int) throws -> Bool
    /// Deletes a piece of what is older than its tier keeps it.
    /// - Returns: whether there may be more.
    func prune(now: Int) throws -> Bool
    /// - Parameter app: an app's id, or ``UsageSample/host``.
    func series(of app: Int64, _ window: UsageWindow) throws -> [UsageSample?]

    /// Apps that were measured since `start`, seconds since 1970; removed ones too.
    func appsUsed(since start: Int) throws -> [UsedApp]
    /// - Parameter now: seconds since 1970.
    func total(of app: Int64, since start: Int, now: Int) throws -> UsageTotal
    /// The machine's mean use by hour of the day in UTC; nil for an hour in which nothing was measured.
    func hoursOfDay(since start: Int, now: Int) throws -> [UsageSample?]
}

/// An app in the records of usage, as it is or was when it was removed.
package struct UsedApp: Equatable, Sendable {
    package let id: Int64
    package let name: String
    package let owner: String
    package let isRemoved: Bool
    /// nil takes the installation's default.
    package let memoryGiB: Int?
    /// On all of its cards together; nil where it declares none.
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

/// What an app used over a long time.
package struct UsageTotal: Equatable, Sendable {
    /// Card-seconds held, and those of them in which the cards did nothing.
    package let gpuSeconds: Int
    package let gpuIdleSeconds: Int
    /// In MiB.
    package let peakMemory: Int?
    package let peakGPUMemory: Int?

    package init(gpuSeconds: Int, gpuIdleSeconds: Int, peakMemory: Int?, peakGPUMemory: Int?) {
        self.gpuSeconds = gpuSeconds
        self.gpuIdleSeconds = gpuIdleSeconds
        self.peakMemory = peakMemory
        self.peakGPUMemory = peakGPUMemory
    }
}
