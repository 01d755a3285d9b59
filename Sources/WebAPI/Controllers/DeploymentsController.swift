import ControlCenter
import LiveState
import Model
import Ports
import HTTPTypes

/// `/api/apps/{name}/deployments`: deployment history with times, users and outcomes.
struct DeploymentsController {
    let store: any AppStore
    let records: BlockingWork
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
        return .work { [store, records] in
            let deployments = try await records.run { try store.deployments(of: app.id, limit: limit) }
            return .json(encoding: List(deployments: deployments.map(DeploymentView.init)))
        }
    }

    @Sendable func show(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        guard let id = request.parameters["id"].flatMap(Int64.init), id > 0 else {
            throw InvalidFields([
                FieldError(field: "id", code: "id_invalid", message: "Enter a whole number.")
            ])
        }
        return .work { [store, records] in
            let found = try await records.run {
                try store.deployment(id, of: app.id).map { ($0, try store.keptLines(of: id)) }
            }
            guard let (deployment, kept) = found else {
                return Problem(.notFound, "not_found", "Deployment not found.").response
            }
            return .json(
                encoding: Detail(
                    deployment: DeploymentView(deployment), lines: kept.deployment.map { LogLineView($0) },
                    runLines: kept.run.map { LogLineView($0) }))
        }
    }

    /// Deploys the commit, the image and the packages of an earlier deployment again.
    @Sendable func rollBack(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let fields = FormFields(try JSONBody.object(request.body ?? []))
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: ["deployment"])
        let given = broken.collect { () throws(FieldError) in try fields.number("deployment") ?? 0 }
        guard broken.errors.isEmpty, let id = given else { throw InvalidFields(broken.errors) }
        return .work {
            guard let deployment = try await records.run({ try store.deployment(Int64(id), of: app.id) }) else {
                throw InvalidFields([
                    FieldError(
                        field: "deployment", code: "deployment_unknown",
                        message: "The app has no deployment with this ID.")
                ])
            }
            guard let commit = deployment.commit else {
                return Problem(
                    .conflict, field: "deployment", "commit_unknown", "That deployment has no commit to roll back to."
                ).response
            }
            try await service.rollBack(
                app, to: commit, image: deployment.image, packages: deployment.packages, by: caller)
            guard let view = board.app(app.name) else { throw UnknownApp() }
            return .accepted(app.name, view)
        }
    }
}
