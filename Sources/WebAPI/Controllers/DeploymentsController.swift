import ControlCenter
import HTTPTypes

/// `/api/apps/{name}/deployments`: what was deployed when, by whom, and how it ended.
struct DeploymentsController {
    let store: any AppStore
    let service: AppService
    let board: StatusBoard

    private struct List: Encodable {
        let deployments: [DeploymentView]
    }

    private struct Detail: Encodable {
        let deployment: DeploymentView
        let lines: [LogLineView]
        let runLines: [LogLineView]

        enum CodingKeys: String, CodingKey {
            case deployment, lines
            case runLines = "run_lines"
        }
    }

    @Sendable func list(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let limit = try request.number("limit", in: 1...200, code: "limit_range") ?? 50
        let deployments = try store.deployments(of: app.id, limit: limit)
        return .now(.json(encoding: List(deployments: deployments.map(DeploymentView.init))))
    }

    @Sendable func show(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        guard let id = request.parameters["id"].flatMap(Int64.init), id > 0 else {
            throw InvalidFields([
                FieldError(field: "id", code: "id_invalid", message: "A deployment's id is a whole number.")
            ])
        }
        guard let deployment = try store.deployment(id, of: app.id) else {
            return .now(Problem(.notFound, "not_found", "There is no such deployment.").response)
        }
        let kept = try store.keptLines(of: id)
        let detail = Detail(
            deployment: DeploymentView(deployment), lines: kept.deployment.map { LogLineView($0) },
            runLines: kept.run.map { LogLineView($0) })
        return .now(.json(encoding: detail))
    }

    /// Goes back to what an earlier deployment ran.
    @Sendable func rollBack(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let fields = FormFields(try JSONBody.object(request.body ?? []))
        let id: Int
        do {
            id = try fields.number("deployment") ?? 0
        } catch {
            throw InvalidFields([error])
        }
        guard let deployment = try store.deployment(Int64(id), of: app.id) else {
            throw InvalidFields([
                FieldError(
                    field: "deployment", code: "deployment_unknown", message: "The app has no such deployment.")
            ])
        }
        guard let commit = deployment.commit else {
            return .now(
                Problem(
                    .conflict, field: "deployment", "commit_unknown", "That deployment never came to have a commit."
                )
                .response)
        }
        try service.rollBack(app, to: commit, by: caller)
        guard let view = board.app(app.name) else { throw UnknownApp() }
        return .now(.accepted(app.name, view))
    }
}
