package import FoundationEssentials

/// One attempt to deploy an app: who requested it, what ran, and the result. Kept until its retention is over.
package struct Deployment: Equatable, Sendable, Identifiable {
    package let id: Int64
    package let appID: Int64
    package let reason: Reason
    package let requestedBy: String
    /// nginx's request ID; nil if the control center itself started the deployment.
    package let request: String?
    package let startedAt: Date
    package var finishedAt: Date?
    /// nil while it is running.
    package var outcome: Outcome?
    package var failure: Failure?
    package var commit: CommitID?
    /// What the commit says of itself; nil for deployments from before this was kept.
    package var commitInfo: CommitInfo?
    /// Image digest or local ID, `sha256:…`.
    package var image: String?
    /// What its checkouts moved aside in the workspace; nil for nothing.
    package var keptFiles: KeptFiles?
    /// Names the packages that were installed, as the container host does; nil for none, or if unknown.
    package var packages: String?
    /// UUIDs of its GPUs; until it is placed, those of the container it will replace.
    package var gpus: [String]
    /// What was reserved on each of them.
    package var gpuClaim: GPUReservation?
    /// Why these GPUs, for users; nil until placed.
    package var placement: String?
    /// When it joined the GPU queue; nil if it never had to wait.
    package var waitingSince: Date?
    /// Queue rank set by an operator; lower goes first, ahead of all apps without one.
    package var queueRank: Int?
    /// The commit to roll back to.
    package let target: CommitID?
    /// Started steps, in order.
    package var steps: [StepTiming]
    /// How its container ended; nil while it runs, and for failed deployments.
    package var run: Run?

    package enum Reason: String, Sendable {
        case onboard, start, restart, redeploy, rollback
        /// A visit to the link of an app that was stopped for being idle.
        case wake
    }

    package enum Outcome: String, Sendable {
        case succeeded, failed, cancelled
    }

    package init(
        id: Int64, appID: Int64, reason: Reason, requestedBy: String, request: String? = nil, startedAt: Date,
        finishedAt: Date? = nil,
        outcome: Outcome? = nil, failure: Failure? = nil, commit: CommitID? = nil, commitInfo: CommitInfo? = nil,
        image: String? = nil, keptFiles: KeptFiles? = nil, packages: String? = nil,
        gpus: [String] = [], gpuClaim: GPUReservation? = nil, placement: String? = nil, waitingSince: Date? = nil,
        queueRank: Int? = nil, target: CommitID? = nil, steps: [StepTiming] = [], run: Run? = nil
    ) {
        self.id = id
        self.appID = appID
        self.reason = reason
        self.requestedBy = requestedBy
        self.request = request
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.failure = failure
        self.commit = commit
        self.commitInfo = commitInfo
        self.image = image
        self.keptFiles = keptFiles
        self.packages = packages
        self.gpus = gpus
        self.gpuClaim = gpuClaim
        self.placement = placement
        self.waitingSince = waitingSince
        self.queueRank = queueRank
        self.target = target
        self.steps = steps
        self.run = run
    }

    /// How long the step took, the last time if it was repeated; nil if it was not.
    package func seconds(of step: Step) -> Double? { steps.last { $0.step == step && $0.seconds != nil }?.seconds }

    /// Ends the running step, if any.
    package mutating func endStep(at now: Date) {
        guard var last = steps.popLast() else { return }
        if last.seconds == nil { last.seconds = max(0, now.timeIntervalSince(last.startedAt)) }
        steps.append(last)
    }
}

/// When a deployment step started and how long it took.
package struct StepTiming: Equatable, Sendable, Codable {
    package let step: Step
    package let startedAt: Date
    /// nil while it runs.
    package var seconds: Double?

    enum CodingKeys: String, CodingKey {
        case step, seconds
        case startedAt = "started_at"
    }

    /// Encodes null instead of omitting the seconds of a running step.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(step, forKey: .step)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(seconds, forKey: .seconds)
    }

    package init(step: Step, startedAt: Date, seconds: Double? = nil) {
        self.step = step
        self.startedAt = startedAt
        self.seconds = seconds
    }
}
