import FoundationEssentials

/// What the ``AppBook`` knows of one app.
struct BookPage {
    var app: App
    var deployment: Deployment?
    /// What each step took in the newest deployment that succeeded.
    var usualSeconds: [Step: Double] = [:]
    var progress: AppView.Progress?
    /// Lives on the board only.
    var idle: IdleNotice?
    var progressPublishedAt = ContinuousClock.now

    mutating func begin(_ step: Step) {
        let now = Date.now
        deployment?.endStep(at: now)
        deployment?.steps.append(StepTiming(step: step, startedAt: now))
        progress = AppView.Progress(step: step, startedAt: now, detail: "", usualSeconds: usualSeconds[step])
    }

    /// What each step took.
    static func seconds(of deployment: Deployment?) -> [Step: Double] {
        let timed = (deployment?.steps ?? []).compactMap { timing in timing.seconds.map { (timing.step, $0) } }
        return Dictionary(timed) { _, later in later }
    }
}
