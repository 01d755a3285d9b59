import Model
import Ports
import FoundationEssentials
import GRDB

/// A row of `deployments`.
struct DeploymentRecord: Codable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "deployments"

    var id: Int64?
    let appId: Int64
    let reason: String
    let requestedBy: String
    let requestId: String?
    let startedAt: Date
    var finishedAt: Date?
    var outcome: String?
    var failure: FailureColumn?
    var commitId: String?
    var commitInfo: CommitInfo?
    var image: String?
    var keptFiles: KeptFiles?
    var packages: String?
    var gpus: [String] = []
    var gpuClaim: GPUReservation?
    var placement: String?
    var waitingSince: Date?
    var lineRank: Int?
    let targetCommit: String?
    var steps: [StepTiming] = []
    var run: Run?

    enum CodingKeys: String, CodingKey {
        case id, reason, outcome, failure, image, packages, gpus, placement, steps, run
        case appId = "app_id"
        case requestedBy = "requested_by"
        case requestId = "request_id"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case commitId = "commit_id"
        case commitInfo = "commit_info"
        case keptFiles = "kept_files"
        case gpuClaim = "gpu_claim"
        case waitingSince = "waiting_since"
        case lineRank = "line_rank"
        case targetCommit = "target_commit"
    }

    /// The latest successful one of an app.
    static func lastGood(of app: Int64, _ db: Database) throws -> DeploymentRecord? {
        try filter(sql: "app_id = ? AND outcome = 'succeeded'", arguments: [app]).order(sql: "id DESC").fetchOne(db)
    }

    mutating func didInsert(_ inserted: InsertionSuccess) {
        id = inserted.rowID
    }

    init(_ opening: Opening, by caller: Caller, at now: Date) {
        appId = opening.app.id
        reason = opening.reason.rawValue
        requestedBy = caller.user
        requestId = caller.request
        startedAt = now
        image = opening.image
        packages = opening.packages
        gpus = opening.gpus
        gpuClaim = opening.gpuClaim
        targetCommit = opening.target?.rawValue
    }

    init(_ deployment: Deployment) {
        id = deployment.id
        appId = deployment.appID
        reason = deployment.reason.rawValue
        requestedBy = deployment.requestedBy
        requestId = deployment.request
        startedAt = deployment.startedAt
        finishedAt = deployment.finishedAt
        outcome = deployment.outcome?.rawValue
        failure = deployment.failure.map(FailureColumn.init)
        commitId = deployment.commit?.rawValue
        commitInfo = deployment.commitInfo
        image = deployment.image
        keptFiles = deployment.keptFiles
        packages = deployment.packages
        gpus = deployment.gpus
        gpuClaim = deployment.gpuClaim
        placement = deployment.placement
        waitingSince = deployment.waitingSince
        lineRank = deployment.queueRank
        targetCommit = deployment.target?.rawValue
        steps = deployment.steps
        run = deployment.run
    }

    func deployment() throws -> Deployment {
        guard let id, let reason = Deployment.Reason(rawValue: reason) else {
            throw DamagedRow(table: Self.databaseTableName, id: id)
        }
        return Deployment(
            id: id, appID: appId, reason: reason, requestedBy: requestedBy, request: requestId, startedAt: startedAt,
            finishedAt: finishedAt, outcome: outcome.flatMap(Deployment.Outcome.init), failure: failure?.failure,
            commit: commitId.flatMap(CommitID.init), commitInfo: commitInfo, image: image,
            keptFiles: keptFiles, packages: packages, gpus: gpus, gpuClaim: gpuClaim,
            placement: placement, waitingSince: waitingSince, queueRank: lineRank,
            target: targetCommit.flatMap(CommitID.init), steps: steps, run: run)
    }
}
