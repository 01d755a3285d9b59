import Model
import FoundationEssentials

/// The ``AppRegistry``'s record of one app.
struct AppEntry: Sendable {
    var app: App
    var deployment: Deployment?
    /// The latest successful one.
    var lastGood: Deployment?
    var progress: AppView.Progress?
    /// nil unless the app is in the GPU queue.
    var queuePosition: QueuePosition?
    /// nil unless the app waits for a slot.
    var slot: SlotView?
    /// As of the latest placement; not stored.
    var unfit = UnfitGPUs.none
    /// Who requested its removal first; not stored.
    var remover: Caller?
    /// Not stored; only published to the status board.
    var idle: IdleNotice?
    /// Not stored, as the one before.
    var memory: MemoryNotice?
    /// When the latest deployment ended, on the monotonic clock; nil if that was before this process started.
    var closedAt: ContinuousClock.Instant?

    /// Advances the app's state.
    /// - Parameter now: on the wall clock.
    /// - Returns: false if the event is not allowed in the current state; nothing has changed then.
    mutating func apply(_ event: AppEvent, at now: Date) -> Bool {
        guard let next = AppStateMachine.next(app.state, event) else { return false }
        if next != app.state {
            app.state = next
            app.changedAt = now
        }
        if !app.state.isWorking || app.state == .queued { progress = nil }
        if app.state != .queued { slot = nil }
        if ![.running, .unhealthy].contains(app.state) { idle = nil }
        if ![.running, .unhealthy, .unknown].contains(app.state) { memory = nil }
        if !app.state.mayHoldGPUs, allocation == nil { app.leaseEndsAt = nil }
        return true
    }

    /// Moves the app to a new deployment.
    /// - Returns: false if the app cannot be deployed now; nothing has changed then.
    mutating func askToRun(at now: Date) -> Bool {
        guard apply(.deployRequested, at: now) else { return false }
        app.desired = .running
        app.failure = nil
        app.release = nil
        return true
    }

    /// Records the details of an applied event that are not part of the state.
    mutating func explain(_ event: AppEvent, at now: Date) {
        switch event {
        case .stepBegan(let step): begin(step, at: now)
        case .slotAwaited: deployment?.endStep(at: now)
        case .stepFailed(let failure), .seenEnded(let failure): app.failure = failure
        case .seenHealthy: app.failure = nil
        case .seenFinished:
            app.desired = .stopped
            app.failure = nil
            app.release = Release(.finished, at: now)
        default: break
        }
    }

    private mutating func begin(_ step: Step, at now: Date) {
        deployment?.endStep(at: now)
        deployment?.steps.append(StepTiming(step: step, startedAt: now))
        progress = AppView.Progress(step: step, startedAt: now, detail: "", usualSeconds: lastGood?.seconds(of: step))
    }

    /// True if its view is the other one's.
    func looks(like other: AppEntry?) -> Bool {
        guard let other else { return false }
        return app == other.app && deployment == other.deployment && progress == other.progress
            && queuePosition == other.queuePosition && slot == other.slot && idle == other.idle
            && memory == other.memory && isServing == other.isServing
    }

    /// The GPUs it holds; nil if none. A failed app keeps its GPUs until its container is known to be gone.
    var allocation: GPUAllocation? {
        guard let deployment, !deployment.gpus.isEmpty,
            app.state.mayHoldGPUs || app.state == .failed && deployment.gpuClaim != nil
        else { return nil }
        return GPUAllocation(
            app: app.id, name: app.name, owner: app.owner, gpus: deployment.gpus,
            claim: deployment.gpuClaim ?? GPUReservation(app.settings.gpus))
    }

    /// What others are told of its ``allocation``.
    var promise: GPUPromise? {
        guard let allocation, let deployment else { return nil }
        return GPUPromise(
            deployment: deployment.id, owner: app.owner, memory: allocation.claim.memory,
            sharing: allocation.claim.sharing)
    }

    /// True while its link leads to the container that the current deployment is going to replace.
    var isServing: Bool {
        guard app.state.isDeploying, let lastGood, lastGood.run == nil, let deployment else { return false }
        // The others start an app whose container has ended, seen or not.
        return [.restart, .redeploy, .rollback].contains(deployment.reason)
    }

    /// Its entry in the GPU queue; nil if it is not waiting.
    var member: GPUQueue.Member? {
        guard app.state == .waitingForGPU, let deployment, deployment.outcome == nil, deployment.placement == nil,
            let since = deployment.waitingSince
        else { return nil }
        return .init(
            app: app.id, owner: app.owner, request: app.settings.gpus, since: since, rank: deployment.queueRank,
            unfit: unfit)
    }
}
