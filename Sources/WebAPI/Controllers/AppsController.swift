import ControlCenter
import HTTPTypes

/// `/api/apps`: list, add, show, and everything one can ask of an app.
struct AppsController {
    let registry: AppRegistry
    let board: StatusBoard

    @Sendable func list(_ request: APIRequest) -> Answer {
        .now(.json(.ok, Array("{\"apps\":[\(board.apps().joined(separator: ","))]}".utf8)))
    }

    @Sendable func show(_ request: APIRequest) throws -> Answer {
        .now(.json(.ok, Array(try view(of: request.appName()).utf8)))
    }

    @Sendable func add(_ request: APIRequest) throws -> Answer {
        let app = try NewAppForm(request.body ?? []).app()
        let key = try idempotencyKey(request)
        let added = try registry.add(app, key: key, by: caller(request))
        return .now(.accepted(added.app.name, try view(of: added.app.name)))
    }

    @Sendable func start(_ request: APIRequest) throws -> Answer { try deploy(request, .start) }
    @Sendable func restart(_ request: APIRequest) throws -> Answer { try deploy(request, .restart) }
    @Sendable func redeploy(_ request: APIRequest) throws -> Answer { try deploy(request, .redeploy) }

    @Sendable func stop(_ request: APIRequest) throws -> Answer {
        let name = try request.appName()
        try registry.stop(name, by: caller(request))
        return .now(.accepted(name, try view(of: name)))
    }

    @Sendable func remove(_ request: APIRequest) throws -> Answer {
        let name = try request.appName()
        try registry.remove(name, by: caller(request))
        // Gone already when there was little to do.
        return .now(.accepted(name, board.app(name) ?? "{}"))
    }

    private func deploy(_ request: APIRequest, _ reason: Deployment.Reason) throws -> Answer {
        let name = try request.appName()
        try registry.deploy(name, reason, by: caller(request))
        return .now(.accepted(name, try view(of: name)))
    }

    private func view(of name: AppName) throws -> String {
        guard let view = board.app(name) else { throw UnknownApp() }
        return view
    }

    private func caller(_ request: APIRequest) -> Caller {
        guard let caller = request.caller else { preconditionFailure("a change reached its route without sign-in") }
        return caller
    }

    private func idempotencyKey(_ request: APIRequest) throws -> IdempotencyKey? {
        guard let text = request.head.headerFields[.init("Idempotency-Key")!] else { return nil }
        guard let key = IdempotencyKey(text) else {
            throw InvalidFields([
                FieldError(
                    field: "Idempotency-Key", code: "idempotency_key_invalid",
                    message: "Use 1 to 200 printable ASCII characters without spaces.")
            ])
        }
        return key
    }
}
