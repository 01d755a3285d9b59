package import FoundationEssentials

/// One attempt to bring an app up, kept for good: who asked, what ran, and how it ended.
package struct Deployment: Equatable, Sendable, Identifiable {
    package let id: Int64
    package let appID: Int64
    package let reason: Reason
    package let requestedBy: String
    /// nginx's name for the request that asked for it; nil where the control center itself did.
    package let request: String?
    package let startedAt: Date
    package var finishedAt: Date?
    /// nil while it is under way.
    package var outcome: Outcome?
    package var failure: Failure?
    package var commit: CommitID?
    /// The image's digest or local id, `sha256:…`.
    package var image: String?
    /// UUIDs of the GPUs it was given; until then those of the container that it is to replace.
    package var gpus: [String]
    /// What was promised on each of them.
    package var gpuClaim: GPUReservation?
    /// Why these GPUs, for people; nil until it was placed.
    package var placement: String?
    /// Since when it waits, or waited, for GPUs; nil where it did not have to.
    package var waitingSince: Date?
    /// The place in the waiting line that an operator gave it; lower goes first, before all without one.
    package var lineRank: Int?
    /// The commit that a rollback goes back to.
    package let target: CommitID?
    /// The steps that began, in their order.
    package var steps: [StepTiming]
    /// How its container ended; nil while it runs, and where the deployment failed.
    package var run: Run?

    package enum Reason: String, Sendable {
        case onboard, start, restart, redeploy, rollback
        /// A visit to the link of an app that was stopped because nobody used it.
        case wake
    }

    package enum Outcome: String, Sendable {
        case succeeded, failed, cancelled
    }

    package init(
        id: Int64, appID: Int64, reason: Reason, requestedBy: String, request: String? = nil, startedAt: Date,
        finishedAt: Date? = nil,
        outcome: Outcome? = nil, failure: Failure? = nil, commit: CommitID? = nil, image: String? = nil,
        gpus: [String] = [], gpuClaim: GPUReservation? = nil, placement: String? = nil, waitingSince: Date? = nil,
        lineRank: Int? = nil, target: CommitID? = nil, steps: [StepTiming] = [], run: Run? = nil
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
        self.image = image
        self.gpus = gpus
        self.gpuClaim = gpuClaim
        self.placement = placement
        self.waitingSince = waitingSince
        self.lineRank = lineRank
        self.target = target
        self.steps = steps
        self.run = run
    }

    /// The step that runs has ended, if there is one.
    mutating func endStep(at now: Date) {
        guard var last = steps.popLast() else { return }
        if last.seconds == nil { last.seconds = max(0, now.timeIntervalSince(last.startedAt)) }
        steps.append(last)
    }
}

/// When a step of a deployment began and how long it took.
package struct StepTiming: Equatable, Sendable, Codable {
    package let step: Step
    package let startedAt: Date
    /// nil while it runs.
    package var seconds: Double?

    enum CodingKeys: String, CodingKey {
        case step, seconds
        case startedAt = "started_at"
    }

    /// A step that runs has null seconds; they are not left out.
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
