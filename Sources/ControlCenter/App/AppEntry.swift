import FoundationEssentials

/// What the ``AppRegistry`` knows of one app.
struct AppEntry {
    var app: App
    var deployment: Deployment?
    /// What each step took in the newest deployment that succeeded.
    var usualSeconds: [Step: Double] = [:]
    var progress: AppView.Progress?
    /// nil unless it waits in line.
    var line: QueuePosition?
    /// Lives on the board only.
    var idle: IdleNotice?
    var progressPublishedAt = ContinuousClock.now
    /// When the newest deployment ended, by a clock that nobody sets; nil where that was before this service began.
    var closedAt: ContinuousClock.Instant?

    /// Moves the app on.
    /// - Returns: false for an event that has no place in the present state; then nothing has changed.
    mutating func take(_ event: AppEvent) -> Bool {
        guard let next = AppStateMachine.next(app.state, event) else { return false }
        if next != app.state {
            app.state = next
            app.changedAt = .now
        }
        if !app.state.isWorking { progress = nil }
        if ![.running, .unhealthy].contains(app.state) { idle = nil }
        if !app.state.mayHoldGPUs, tenant == nil { app.leaseEndsAt = nil }
        return true
    }

    /// Moves the app on to a new deployment.
    /// - Returns: false where it cannot have one now; then nothing has changed.
    mutating func askToRun() -> Bool {
        guard take(.deployRequested) else { return false }
        app.desired = .running
        app.failure = nil
        app.release = nil
        return true
    }

    /// Writes down what an event that was taken tells beside the state.
    mutating func explain(_ event: AppEvent) {
        switch event {
        case .stepBegan(let step): begin(step)
        case .stepFailed(let failure), .seenEnded(let failure): app.failure = failure
        case .seenHealthy: app.failure = nil
        default: break
        }
    }

    private mutating func begin(_ step: Step) {
        let now = Date.now
        deployment?.endStep(at: now)
        deployment?.steps.append(StepTiming(step: step, startedAt: now))
        progress = AppView.Progress(step: step, startedAt: now, detail: "", usualSeconds: usualSeconds[step])
    }

    /// Its hold on cards; nil where it has none. A failed app has one until its container is known to be gone.
    var tenant: GPUAllocation? {
        guard let deployment, !deployment.gpus.isEmpty,
            app.state.mayHoldGPUs || app.state == .failed && deployment.gpuClaim != nil
        else { return nil }
        return GPUAllocation(
            app: app.id, name: app.name, owner: app.owner, gpus: deployment.gpus,
            claim: deployment.gpuClaim ?? GPUReservation(app.settings.gpus))
    }

    /// Its place among those who wait for cards; nil where it does not wait.
    var member: GPUQueue.Member? {
        guard app.state == .waitingForGPU, let deployment, deployment.outcome == nil, deployment.placement == nil,
            let since = deployment.waitingSince
        else { return nil }
        return .init(
            app: app.id, owner: app.owner, request: app.settings.gpus, since: since, rank: deployment.lineRank)
    }

    /// What each step took.
    static func seconds(of deployment: Deployment?) -> [Step: Double] {
        let timed = (deployment?.steps ?? []).compactMap { timing in timing.seconds.map { (timing.step, $0) } }
        return Dictionary(timed) { _, later in later }
    }
}
