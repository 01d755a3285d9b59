import ControlCenter
import HTTPTypes

/// `/api/apps/{name}/deployments`: what was deployed when, by whom, and how it ended.
struct DeploymentsController {
    let store: any AppStore

    private struct List: Encodable {
        let deployments: [DeploymentView]
    }

    private struct Detail: Encodable {
        let deployment: DeploymentView
        let lines: [LogLineView]
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
        let lines = try store.keptLines(of: id).map(LogLineView.init)
        return .now(.json(encoding: Detail(deployment: DeploymentView(deployment), lines: lines)))
    }
}
