import Dispatch
package import Model
import Platform
import Synchronization

/// Runs jobs on a Dispatch queue, one per app at a time. A job begins at once; for work that takes long it asks for a
/// slot, see ``SlotQueue``.
package final class ProvisioningQueue: Sendable {
    package struct Job: Sendable {
        package let app: AppName
        package let work: @Sendable () async -> Void

        package init(app: AppName, work: @escaping @Sendable () async -> Void) {
            self.app = app
            self.work = work
        }
    }

    private struct State {
        /// Of apps that have a running job.
        var pending: [Job] = []
        var running: [AppName: Task<Void, Never>] = [:]
        var slots: SlotQueue
        /// Jobs that wait for a slot.
        var suspended: [AppName: CheckedContinuation<Void, any Error>] = [:]
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
        state.withLock { state in
            guard !state.isClosed else { return }
            if state.running[job.app] == nil { start(job, &state) } else { state.pending.append(job) }
        }
    }

    /// Drops the app's pending jobs and cancels the running one; the next submitted job waits for it to end.
    package func cancel(_ app: AppName) {
        let task = state.withLock { state in
            state.pending.removeAll { $0.app == app }
            return state.running[app]
        }
        task?.cancel()
    }

    /// Returns once the app's running job holds a slot. It gives back a slot of another kind before.
    /// - Parameter waits: called first if there is no free slot.
    /// - Throws: `CancellationError` if the job is cancelled meanwhile, or the error of `waits`.
    package func takeSlot(_ member: SlotQueue.Member, waits: () async throws -> Void) async throws {
        let app = member.app
        let isThere = state.withLock { state in
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
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    // The handler below may have run already.
                    if Task.isCancelled {
                        withdraw(app, &state)
                        continuation.resume(throwing: CancellationError())
                    } else if state.slots.holders[app] != nil {
                        continuation.resume()
                    } else {
                        state.suspended[app] = continuation
                    }
                }
            }
        } onCancel: {
            state.withLock { state in
                guard let continuation = state.suspended.removeValue(forKey: app) else { return }
                withdraw(app, &state)
                continuation.resume(throwing: CancellationError())
            }
        }
    }

    /// The app's running job needs no slot for what it does now.
    package func leaveSlot(_ app: AppName) {
        state.withLock { withdraw(app, &$0) }
    }

    package func isBusy(_ app: AppName) -> Bool { state.withLock { $0.running[app] != nil } }

    /// Cancels everything, accepts no more jobs, and returns when the last one has ended.
    package func close() async {
        let tasks = state.withLock { state in
            state.isClosed = true
            state.pending = []
            return Array(state.running.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private func start(_ job: Job, _ state: inout State) {
        state.running[job.app] = Task(executorPreference: executor) { [self] in
            await job.work()
            ended(job.app)
        }
    }

    private func ended(_ app: AppName) {
        state.withLock { state in
            state.running[app] = nil
            withdraw(app, &state)
            guard let next = state.pending.firstIndex(where: { $0.app == app }) else { return }
            start(state.pending.remove(at: next), &state)
        }
    }

    private func withdraw(_ app: AppName, _ state: inout State) {
        state.slots.leave(app)
        grantSlots(&state)
    }

    private func grantSlots(_ state: inout State) {
        for app in state.slots.grant() { state.suspended.removeValue(forKey: app)?.resume() }
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
