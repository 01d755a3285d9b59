package import FoundationEssentials

/// One attempt to bring an app up, kept for good: who asked, what ran, and how it ended.
package struct Deployment: Equatable, Sendable, Identifiable {
    package let id: Int64
    package let appID: Int64
    package let reason: Reason
    package let requestedBy: String
    package let startedAt: Date
    package var finishedAt: Date?
    /// nil while it is under way.
    package var outcome: Outcome?
    package var failure: Failure?
    package var commit: CommitID?
    /// The image's digest or local id, `sha256:…`.
    package var image: String?
    /// UUIDs of the GPUs it was given.
    package var gpus: [String]
    /// Why these GPUs, for people.
    package var placement: String?

    package enum Reason: String, Sendable {
        case onboard, start, restart, redeploy
    }

    package enum Outcome: String, Sendable {
        case succeeded, failed, cancelled
    }

    package init(
        id: Int64, appID: Int64, reason: Reason, requestedBy: String, startedAt: Date, finishedAt: Date? = nil,
        outcome: Outcome? = nil, failure: Failure? = nil, commit: CommitID? = nil, image: String? = nil,
        gpus: [String] = [], placement: String? = nil
    ) {
        self.id = id
        self.appID = appID
        self.reason = reason
        self.requestedBy = requestedBy
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.failure = failure
        self.commit = commit
        self.image = image
        self.gpus = gpus
        self.placement = placement
    }
}
