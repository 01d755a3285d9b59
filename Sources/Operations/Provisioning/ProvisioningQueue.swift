import Dispatch
package import Model
import Platform
import Synchronization

/// Runs jobs on a Dispatch queue, one per app at a time. A job begins at once; for work that takes long it asks for a
/// slot, see ``SlotQueue``.
package final class ProvisioningQueue: Sendable {
    package struct Job: Sendable {
        package let app: AppName
        /// Read when the job begins, which does nothing without one.
        package let purpose: @Sendable () -> JobPurpose?
        package let work: @Sendable (JobPurpose) async -> Void

        package init(
            app: AppName, purpose: @escaping @Sendable () -> JobPurpose?,
            work: @escaping @Sendable (JobPurpose) async -> Void
        ) {
            self.app = app
            self.purpose = purpose
            self.work = work
        }
    }

    private struct Running {
        let task: Task<Void, Never>
        let purpose: JobPurpose
    }

    /// A job that waits for a slot.
    private typealias Suspension = CheckedContinuation<Void, any Error>

    private struct State {
        /// Of apps that have a running job.
        var pending: [Job] = []
        var running: [AppName: Running] = [:]
        var slots: SlotQueue
        var suspended: [AppName: Suspension] = [:]
        /// To be resumed once the state is unlocked.
        var resumed: [(Suspension, Result<Void, any Error>)] = []
        var isReportPlanned = false
        var isClosed = false
    }

    /// Time between two reports of places: a slot that becomes free moves everyone who waits, and all their cards.
    private static func reportInterval(waiting: Int) -> DispatchTimeInterval { .milliseconds(max(500, 5 * waiting)) }

    private let executor = DispatchQueueExecutor(label: "dcc.provisioning")
    private let reports = DispatchQueue(label: "dcc.provisioning.reports", qos: .utility)
    private let report: @Sendable ([SlotQueue.Place]) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - slots: number of slots of each kind.
    ///   - report: called with the places of all jobs that wait for a slot, some time after they changed.
    package init(slots: [SlotQueue.Kind: Int], report: @escaping @Sendable ([SlotQueue.Place]) -> Void = { _ in }) {
        self.report = report
        state = Mutex(State(slots: SlotQueue(slots: slots)))
    }

    /// Jobs of one app run in the order of submission.
    package func submit(_ job: Job) {
        change { state in
            guard !state.isClosed else { return }
            if state.running[job.app] == nil { start(job, &state) } else { state.pending.append(job) }
        }
    }

    /// Drops the app's pending jobs and cancels the running one; the next submitted job waits for it to end.
    /// - Parameter isObsolete: whether to cancel the running job.
    package func cancel(_ app: AppName, if isObsolete: (JobPurpose) -> Bool = { _ in true }) {
        let running = state.withLock { state in
            state.pending.removeAll { $0.app == app }
            return state.running[app].flatMap { isObsolete($0.purpose) ? $0 : nil }
        }
        running?.task.cancel()
    }

    /// Returns once the app's running job holds a slot. It gives back a slot of another kind before.
    /// - Parameter waits: called first if there is no free slot.
    /// - Throws: `CancellationError` if the job is cancelled meanwhile, or the error of `waits`.
    package func takeSlot(_ member: SlotQueue.Member, waits: () async throws -> Void) async throws {
        let app = member.app
        let isThere = change { state in
            state.slots.join(member)
            grantSlots(&state)
            return state.slots.holders[app] != nil
        }
        if isThere { return }
        do {
            try await waits()
        } catch {
            leaveSlot(app)
            throw error
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (suspension: Suspension) in
                change { state in
                    // The handler below may have run already.
                    if Task.isCancelled {
                        withdraw(app, &state)
                        state.resumed.append((suspension, .failure(CancellationError())))
                    } else if state.slots.holders[app] != nil {
                        state.resumed.append((suspension, .success(())))
                    } else {
                        state.suspended[app] = suspension
                    }
                }
            }
        } onCancel: {
            change { state in
                guard let suspension = state.suspended.removeValue(forKey: app) else { return }
                withdraw(app, &state)
                state.resumed.append((suspension, .failure(CancellationError())))
            }
        }
    }

    /// The app's running job needs no slot for what it does now.
    package func leaveSlot(_ app: AppName) {
        change { withdraw(app, &$0) }
    }

    package func holdsSlot(_ app: AppName) -> Bool { state.withLock { $0.slots.holders[app] != nil } }

    package func isBusy(_ app: AppName) -> Bool { state.withLock { $0.running[app] != nil } }

    /// Cancels everything, accepts no more jobs, and returns when the last one has ended.
    package func close() async {
        let tasks = state.withLock { state in
            state.isClosed = true
            state.pending = []
            return state.running.values.map(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// Resumes tasks outside the lock. While it cancels a task, Swift's runtime holds a lock on it that resuming it takes
    /// too, and the handler waits for ours.
    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, resumed) = state.withLock { state in
            let value = body(&state)
            defer { state.resumed = [] }
            return (value, state.resumed)
        }
        for (suspension, result) in resumed { suspension.resume(with: result) }
        return value
    }

    /// - Returns: false if there is nothing to do.
    @discardableResult
    private func start(_ job: Job, _ state: inout State) -> Bool {
        guard let purpose = job.purpose() else { return false }
        let task = Task(executorPreference: executor) { [self] in
            await job.work(purpose)
            ended(job.app)
        }
        state.running[job.app] = Running(task: task, purpose: purpose)
        return true
    }

    private func ended(_ app: AppName) {
        change { state in
            state.running[app] = nil
            withdraw(app, &state)
            while let next = state.pending.firstIndex(where: { $0.app == app }) {
                if start(state.pending.remove(at: next), &state) { return }
            }
        }
    }

    private func withdraw(_ app: AppName, _ state: inout State) {
        state.slots.leave(app)
        grantSlots(&state)
    }

    private func grantSlots(_ state: inout State) {
        for app in state.slots.grant() {
            guard let suspension = state.suspended.removeValue(forKey: app) else { continue }
            state.resumed.append((suspension, .success(())))
        }
        guard !state.isReportPlanned, !state.slots.waiting.isEmpty else { return }
        state.isReportPlanned = true
        let interval = Self.reportInterval(waiting: state.slots.waiting.count)
        reports.asyncAfter(deadline: .now() + interval) { [weak self] in self?.reportPlaces() }
    }

    private func reportPlaces() {
        let places = state.withLock { state in
            state.isReportPlanned = false
            return state.slots.places
        }
        report(places)
    }
}
