package import LiveState
package import Model
package import Ports
package import FoundationEssentials
import Glibc
package import Logging
import Platform
import Synchronization

/// Samples the usage of the host and of all apps that run or hold GPUs every ten seconds, and stores it.
package final class UsageRecorder: Sendable {
    /// The latest sample.
    package struct Reading: Sendable {
        package var samples: [Int64: UsageSample] = [:]
        /// By app ID.
        package var counters: [Int64: UsageCounters] = [:]
        /// CPU time this service has used for sampling and storing, since its start.
        package var cost = Duration.zero
    }

    private struct Before {
        let at: ContinuousClock.Instant
        let containers: [ContainerID: UsageCounters]
        let host: UsageCounters
    }

    private struct Question: Hashable {
        let app: Int64
        let window: UsageWindow
    }

    /// Maximum number of cached answers.
    private static let mostAnswers = 64

    private let registry: AppRegistry
    private let containers: ContainerDirectory
    private let source: any UsageSource
    private let gpus: GPUWatch
    private let store: any UsageStore
    private let defaultMemory: MemoryLimit
    private let kills: MemoryKills
    private let logger: Logger
    // Not a wall-clock deadline: setting the clock back would stop the sampling until it catches up.
    private let samples = Periodic(
        label: "dcc.usage", every: .seconds(UsageRecorder.wait(at: Date.now.timeIntervalSince1970)))
    private let before = Mutex<Before?>(nil)
    private let newest = Mutex(Reading())
    private let leaps = Mutex(ClockJumpDetector())
    private let answers = Mutex<[Question: UsageSeries]>([:])

    /// - Parameter defaultMemory: limit for apps that do not set one.
    package init(
        registry: AppRegistry, containers: ContainerDirectory, source: any UsageSource, gpus: GPUWatch,
        store: any UsageStore, logs: LogBuffer, defaultMemory: MemoryLimit, logger: Logger
    ) {
        self.registry = registry
        self.containers = containers
        self.source = source
        self.gpus = gpus
        self.store = store
        self.defaultMemory = defaultMemory
        kills = MemoryKills(registry: registry, logs: logs)
        self.logger = logger
        gpus.onMemoryKill { [kills] kill, time in kills.name(kill, at: time) }
    }

    package var reading: Reading { newest.withLock { $0 } }

    /// Latest sample of an app; nil if it was not running and held no GPUs.
    package func latest(_ app: App) -> UsageSample? { newest.withLock { $0.samples[app.id] } }

    /// Queries the store once per new sample, for any number of readers.
    /// - Parameter app: app ID, or ``UsageSample/host``.
    package func series(of app: Int64, _ range: UsageRange, now: Date = .now) throws -> UsageSeries {
        let window = UsageWindow(range, now: Int(now.timeIntervalSince1970))
        let question = Question(app: app, window: window)
        if let known = answers.withLock({ $0[question] }) { return known }
        let series = UsageSeries(window: window, points: try store.series(of: app, window))
        answers.withLock { answers in
            answers = answers.filter { $0.key.window.now == window.now }
            if answers.count < Self.mostAnswers { answers[question] = series }
        }
        return series
    }

    /// The app's current limits.
    package func limits(of app: App) -> UsageLimits {
        let held = registry.newestDeployment(of: app.name)?.gpus ?? []
        let cards = (gpus.latest()?.gpus ?? []).filter { held.contains($0.uuid) }
        let declared = app.settings.gpus.memory.map { $0.mib * held.count }
        let there = cards.map(\.totalMemory).reduce(0, +)
        return UsageLimits(
            memoryBytes: Int64((app.settings.memory ?? defaultMemory).gib) << 30,
            gpuMemoryBytes: held.isEmpty ? nil : (declared ?? (cards.isEmpty ? nil : there)).map { Int64($0) << 20 })
    }

    /// The host's capacity.
    package func limits() -> UsageLimits {
        let cards = gpus.latest()?.gpus ?? []
        return UsageLimits(
            memoryBytes: Int64(ProcessInfo.processInfo.physicalMemory),
            gpuMemoryBytes: cards.isEmpty ? nil : cards.map { Int64($0.totalMemory) << 20 }.reduce(0, +))
    }

    /// Samples at every full ten seconds of the clock.
    package func start() {
        kills.begin(with: source.counters(of: Set(containers.running.values)))
        samples.start { [weak self] in self?.measuredSample() }
    }

    private func measuredSample() {
        let began = Self.threadTime()
        sample(at: .now, clock: .now)
        newest.withLock { $0.cost += Self.threadTime() - began }
    }

    /// Seconds until the next full ten; a timer that fires slightly early skips to the one after.
    static func wait(at now: TimeInterval) -> TimeInterval {
        let step = Double(UsageTier.sample.seconds)
        let rest = step - now.truncatingRemainder(dividingBy: step)
        return rest < 1 ? rest + step : rest
    }

    /// - Parameter clock: the same moment on the monotonic clock.
    package func sample(at now: Date, clock: ContinuousClock.Instant) {
        let running = containers.running
        let apps = registry.apps
        let seen = source.counters(of: Set(apps.compactMap { running[$0.name] }))
        let host = source.hostCounters()
        let before = before.withLock { before in
            defer { before = Before(at: clock, containers: seen, host: host) }
            return before
        }
        let elapsed = before.map { $0.at.duration(to: clock) } ?? .zero

        kills.record(seen, of: apps.compactMap { app in running[app.name].map { (app, $0) } }, at: now)
        let cards = gpus.latest()
        let held = gpus.holders().values.joined()
        var counters = [UsageSample.host: host]
        var samples: [Int64: UsageSample] = [:]
        for app in apps {
            let container = running[app.name]
            let there = container.flatMap { seen[$0] }
            // GPUs are held from their allocation, long before there is a container.
            let uuids = app.state.mayHoldGPUs ? registry.newestDeployment(of: app.name)?.gpus ?? [] : []
            guard there != nil || !uuids.isEmpty else { continue }
            var sample = UsageSample(
                there ?? UsageCounters(), since: container.flatMap { before?.containers[$0] }, elapsed: elapsed)
            sample.disk = UsageSample.mib(app.workspaceBytes)
            sample.addGPUs(uuids.count, cards?.gpus.filter { uuids.contains($0.uuid) } ?? [])
            if sample.gpuMemory != nil {
                sample.gpuMemory = held.filter { $0.app == app.name }.compactMap(\.memory).reduce(0, +)
            }
            samples[app.id] = sample
            counters[app.id] = there
        }
        var machine = UsageSample(host, since: before?.host, elapsed: elapsed)
        machine.addGPUs(cards?.gpus.count ?? 0, cards?.gpus ?? [])
        samples[UsageSample.host] = machine
        newest.withLock { newest in
            newest.samples = samples
            newest.counters = counters
        }
        let believed = leaps.withLock { $0.believes(now, clock: clock) }
        keep(samples, at: Int(now.timeIntervalSince1970.rounded()), rollsUp: believed)
    }

    private func keep(_ samples: [Int64: UsageSample], at now: Int, rollsUp: Bool) {
        let step = UsageTier.sample.seconds
        // The sample belongs to the step that has just ended.
        let over = (now + step / 2) / step
        do {
            try store.write(samples, tier: .sample, step: over - 1)
            guard rollsUp, try store.rollUp(now: over * step) else { return }
            while try store.prune(now: over * step) {}
        } catch {
            logger.error("could not save usage", metadata: ["error": "\(error)"])
        }
    }

    /// CPU time used by the calling thread.
    private static func threadTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension UsageSample {
    /// - Parameters:
    ///   - count: number of GPUs held.
    ///   - cards: those among them in the latest reading of nvidia-smi.
    fileprivate mutating func addGPUs(_ count: Int, _ cards: [GPU]) {
        gpuSeconds = count * UsageTier.sample.seconds
        guard !cards.isEmpty else { return }
        let busy = cards.compactMap(\.utilisation)
        gpu = busy.isEmpty ? nil : (busy.reduce(0, +) + busy.count / 2) / busy.count
        gpuMemory = cards.map(\.usedMemory).reduce(0, +)
        gpuIdleSeconds = busy.filter { $0 == 0 }.count * UsageTier.sample.seconds
    }
}
