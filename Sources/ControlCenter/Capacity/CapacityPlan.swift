package import LiveState
package import Model
package import Operations
package import Ports
package import FoundationEssentials

/// Builds the ``CapacityReport`` from the usage history.
package struct CapacityPlan: Sendable {
    private let store: any UsageStore
    private let registry: AppRegistry
    private let gpus: GPUWatch
    private let defaultMemory: MemoryLimit

    /// - Parameter defaultMemory: limit for apps that do not set one.
    package init(store: any UsageStore, registry: AppRegistry, gpus: GPUWatch, defaultMemory: MemoryLimit) {
        self.store = store
        self.registry = registry
        self.gpus = gpus
        self.defaultMemory = defaultMemory
    }

    package func report(days: Int, now: Date = .now) throws -> CapacityReport {
        let end = Int(now.timeIntervalSince1970)
        let start = end - days * 24 * 3600
        // One query per app, so that other users of the database never wait long.
        let apps = try store.appsUsed(since: start, now: end)
            .map { ($0, try store.total(of: $0.id, since: start, now: end)) }
        let uses = apps.map { use(of: $0, $1) }
        let hours = Dictionary(uses.map { ($0.owner, $0.gpuHours) }, uniquingKeysWith: +)
        return CapacityReport(
            from: Date(timeIntervalSince1970: Double(start)), to: now, apps: uses,
            owners: hours.map { CapacityReport.Owner(owner: $0, gpuHours: $1) }
                .sorted { ($1.gpuHours, $0.owner) < ($0.gpuHours, $1.owner) },
            busiestHours: try store.hoursOfDay(since: start, now: end).map(share),
            couldBeGivenBack: apps.filter { !$0.0.isRemoved }.flatMap { Self.spare(of: $0, $1) })
    }

    private func use(of app: UsedApp, _ total: UsageTotal) -> CapacityReport.Use {
        let current = (try? AppName(app.name)).flatMap(registry.app).flatMap { $0.id == app.id ? $0 : nil }
        return CapacityReport.Use(
            name: app.name, owner: app.owner, isRemoved: app.isRemoved, gpuHours: Self.hours(total.gpuSeconds),
            gpuHoursIdle: Self.hours(total.gpuIdleSeconds), peakMemoryBytes: total.peakMemory.map { Int64($0) << 20 },
            declaredMemoryBytes: Int64(app.memoryGiB ?? defaultMemory.gib) << 30,
            peakGPUMemoryBytes: total.peakGPUMemory.map { Int64($0) << 20 },
            declaredGPUMemoryBytes: app.gpuMemoryGiB.map { Int64($0) << 30 },
            ownBytes: current?.workspaceBytes, sharedBytes: current?.sharedBytes)
    }

    private func share(_ sample: UsageSample?) -> Double {
        let hasGPUs = gpus.latest().map { !$0.gpus.isEmpty } ?? false
        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        return min(1, hasGPUs ? Double(sample?.gpu ?? 0) / 100 : Double(sample?.cpu ?? 0) / 1000 / cores)
    }

    /// What an app reserved but did not need: GPUs that were mostly idle, and unused memory below its limit.
    static func spare(of app: UsedApp, _ total: UsageTotal) -> [CapacityReport.Spare] {
        var words: [String] = []
        if total.gpuSeconds >= 3600, 2 * total.gpuIdleSeconds > total.gpuSeconds {
            words.append(
                "Its GPUs were idle for \(hours(total.gpuIdleSeconds)) of \(hours(total.gpuSeconds)) hours."
            )
        }
        if let declared = app.gpuMemoryGiB, let peak = total.peakGPUMemory, peak < declared << 9 {
            words.append("It reserves \(declared) GiB of GPU memory; its peak was \(gib(peak)).")
        }
        if let declared = app.memoryGiB, let peak = total.peakMemory, declared > 1, peak < declared << 9 {
            words.append("Its memory limit is \(declared) GiB; its peak was \(gib(peak)).")
        }
        return words.map { CapacityReport.Spare(name: app.name, owner: app.owner, what: $0) }
    }

    /// Rounded to tenths.
    private static func hours(_ seconds: Int) -> Double { (Double(seconds) / 360).rounded() / 10 }

    private static func gib(_ mib: Int) -> String {
        mib < 1024 ? "\(mib) MiB" : "\((Double(mib) / 102.4).rounded() / 10) GiB"
    }
}
