/// A deployment as served by the API and shown on the page.
package struct DeploymentView: Encodable, Sendable {
    let deployment: Deployment

    package init(_ deployment: Deployment) {
        self.deployment = deployment
    }

    enum CodingKeys: String, CodingKey {
        case id, reason, outcome, failure, commit, image, gpus, placement, target, steps, run
        case commitInfo = "commit_info"
        case keptFiles = "kept_files"
        case requestedBy = "requested_by"
        case request = "request_id"
        case waitingSince = "waiting_since"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(deployment.id, forKey: .id)
        try container.encode(deployment.reason.rawValue, forKey: .reason)
        try container.encode(deployment.requestedBy, forKey: .requestedBy)
        try container.encode(deployment.request, forKey: .request)
        try container.encode(deployment.startedAt, forKey: .startedAt)
        try container.encode(deployment.finishedAt, forKey: .finishedAt)
        try container.encode(deployment.outcome?.rawValue, forKey: .outcome)
        try container.encode(deployment.failure.map(FailureView.init), forKey: .failure)
        try container.encode(deployment.commit?.rawValue, forKey: .commit)
        try container.encode(deployment.commitInfo, forKey: .commitInfo)
        try container.encode(deployment.image, forKey: .image)
        try container.encode(deployment.keptFiles, forKey: .keptFiles)
        try container.encode(deployment.gpus, forKey: .gpus)
        try container.encode(deployment.placement, forKey: .placement)
        try container.encode(deployment.waitingSince, forKey: .waitingSince)
        try container.encode(deployment.target?.rawValue, forKey: .target)
        try container.encode(deployment.steps, forKey: .steps)
        try container.encode(deployment.run, forKey: .run)
    }
}
