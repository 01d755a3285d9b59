package import LiveState
package import Model
package import Ports
import Dispatch
import FoundationEssentials
import Platform
import Synchronization

/// The latest known state of the GPUs: readings, processes that hold memory, and incidents.
package final class GPUWatch: Sendable {
    private struct State {
        var answer: Result<GPUReading, StepFailure>?
        var holders: [String: [GPUHolder]] = [:]
        var incidents = GPUIncidents()
        /// Read position in each app's log.
        var cursors: [AppName: Int] = [:]
        var isReading = false
    }

    private let inventory: any GPUInventory
    private let containers: ContainerDirectory
    private let registry: AppRegistry
    private let logs: LogBuffer
    private let kernelLog: KernelLog
    private let processes: ProcessTable
    private let changed = Mutex<@Sendable () -> Void>({})
    private let memoryKilled = Mutex<@Sendable (MemoryKill, Date) -> Void>({ _, _ in })
    private let state = Mutex(State())
    /// Looking up processes in `/proc` blocks.
    private let executor = DispatchQueueExecutor(label: "dcc.gpus", qos: .utility)

    /// - Parameters:
    ///   - kernelLog: `/dev/kmsg`, or a pipe in tests.
    ///   - processes: where `/proc` is mounted.
    package init(
        inventory: any GPUInventory, containers: ContainerDirectory, registry: AppRegistry, logs: LogBuffer,
        kernelLog: String = "/dev/kmsg", processes: String = "/proc"
    ) {
        self.inventory = inventory
        self.containers = containers
        self.registry = registry
        self.logs = logs
        self.kernelLog = KernelLog(path: kernelLog)
        self.processes = ProcessTable(folder: processes)
    }

    /// nil before the first reading, and while nvidia-smi fails.
    package func latest() -> GPUReading? { state.withLock { try? $0.answer?.get() } }

    /// Processes with memory on each GPU, by UUID.
    package func holders() -> [String: [GPUHolder]] { state.withLock { $0.holders } }

    /// UUIDs of degraded GPUs.
    private var degraded: Set<String> { state.withLock { $0.incidents.degraded } }

    /// Latest GPU snapshot; nil if unknown.
    package var lastSnapshot: GPUSnapshot? {
        latest().map { GPUSnapshot(gpus: $0.gpus, holders: holders(), degraded: degraded) }
    }

    /// Reads the current state of the GPUs.
    /// - Throws: ``StepFailure``, as ``GPUInventory/read()``.
    func readSnapshot() async throws -> GPUSnapshot {
        let reading = try await inventory.read()
        return GPUSnapshot(
            gpus: reading.gpus, holders: holders(in: reading), driver: reading.driver, degraded: degraded)
    }

    package var view: GPUsView {
        let promises = registry.gpuPromises
        return state.withLock { state in
            let trouble: StepFailure? = if case .failure(let failure)? = state.answer { failure } else { nil }
            return GPUsView(
                reading: try? state.answer?.get(), holders: state.holders, promises: promises,
                trouble: trouble, incidents: state.incidents.open)
        }
    }

    /// - Parameter body: called when the ``view`` may have changed.
    func onChange(_ body: @escaping @Sendable () -> Void) {
        changed.withLock { $0 = body }
    }

    /// - Parameter body: called for each process that the kernel log says was ended for memory, old records too.
    func onMemoryKill(_ body: @escaping @Sendable (MemoryKill, Date) -> Void) {
        memoryKilled.withLock { $0 = body }
    }

    /// Starts a reading unless one is running: a faulty driver may take long to answer.
    func refresh() {
        let isReading = state.withLock { state in
            defer { state.isReading = true }
            return state.isReading
        }
        guard !isReading else { return }
        Task(executorPreference: executor) { [self] in
            record(await read())
            // Start only now: the kernel log names GPUs that must be known first.
            kernelLog.follow { [weak self] line, time in self?.ingest(line, at: time) }
        }
    }

    private func read() async -> Result<GPUReading, StepFailure> {
        do {
            return .success(try await inventory.read())
        } catch {
            let failure = StepFailure(
                code: "gpu_tool_failed", message: "nvidia-smi could not be run: \(error).",
                hint: "Ask the operator to check the NVIDIA driver.")
            return .failure(error as? StepFailure ?? failure)
        }
    }

    private func record(_ answer: Result<GPUReading, StepFailure>) {
        let holders = (try? answer.get()).map(holders(in:)) ?? [:]
        let placed = placed()
        state.withLock { state in
            state.answer = answer
            state.holders = holders
            state.isReading = false
            readLogs(of: placed, &state)
            state.incidents.ingest(answer, placed: placed, at: .now)
        }
        changed.withLock { $0 }()
    }

    // MARK: - Processes

    private func holders(in reading: GPUReading) -> [String: [GPUHolder]] {
        Dictionary(grouping: reading.processes, by: \.gpu).mapValues { $0.map(holder) }
    }

    private func holder(_ process: GPUProcess) -> GPUHolder {
        let name = process.name.isEmpty ? processes.name(of: process.pid) ?? "process \(process.pid)" : process.name
        guard let app = app(of: process.pid).flatMap({ registry.app($0) }) else {
            return GPUHolder(process: name, memory: process.memory)
        }
        return GPUHolder(
            process: name, memory: process.memory, app: app.name,
            deployment: registry.newestDeployment(of: app.name)?.id,
            owner: app.owner)
    }

    /// The app whose container the process runs in. Containers can be nested, and this host may be in one itself.
    private func app(of pid: Int32) -> AppName? {
        processes.containers(of: pid).lazy.compactMap { self.containers.app(in: $0) }.first
    }

    // MARK: - Incidents

    /// Apps running on GPUs.
    private func placed() -> [PlacedApp] {
        registry.apps.compactMap { app in
            guard [.running, .unhealthy, .unknown].contains(app.state),
                let deployment = registry.newestDeployment(of: app.name), !deployment.gpus.isEmpty
            else { return nil }
            let start = deployment.steps.last { $0.step == .start }
            return PlacedApp(
                name: app.name, deployment: deployment.id, gpus: deployment.gpus,
                since: start?.startedAt ?? deployment.startedAt)
        }
    }

    /// Reads new log lines of the apps running on GPUs.
    private func readLogs(of placed: [PlacedApp], _ state: inout State) {
        var cursors: [AppName: Int] = [:]
        for app in placed {
            var cursor = state.cursors[app.name]
            while let page = logs.news(of: app.name, after: cursor, source: .app) {
                for line in page.lines { state.incidents.ingest(line.text, of: app, at: line.time) }
                guard cursor != page.last else { break }
                cursor = page.last
            }
            cursors[app.name] = cursor
        }
        state.cursors = cursors
    }

    private func ingest(_ line: String, at time: Date) {
        if let kill = MemoryKill(kernelLine: line) { memoryKilled.withLock { $0 }(kill, time) }
        guard let xid = Xid(kernelLine: line) else { return }
        let named = xid.pid.flatMap { app(of: $0) }
        let placed = placed()
        state.withLock { $0.incidents.ingest(xid, of: named, placed: placed, at: time) }
        changed.withLock { $0 }()
    }
}
