import ControlCenter
import LiveState
import Model
import Ports
import HTTPTypes

/// `/api/apps`: list, create and show apps, and all actions on an app.
struct AppsController {
    let service: AppService
    let board: StatusBoard

    @Sendable func list(_ request: APIRequest, _ caller: Caller) -> Answer {
        .now(.json(.ok, Array("{\"apps\":[\(board.apps(for: caller).joined(separator: ","))]}".utf8)))
    }

    @Sendable func show(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        .now(.json(.ok, Array(try view(of: app.name).utf8)))
    }

    @Sendable func add(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let app = try AppForm(request.body ?? []).newApp()
        let key = try idempotencyKey(request)
        return .work {
            let added = try await service.add(app, key: key, by: caller)
            return .accepted(added.app.name, try view(of: added.app.name))
        }
    }

    @Sendable func change(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let form = try AppForm(request.body ?? [])
        return .work {
            try await service.change(app, by: caller) { present in try form.settings(changing: present) }
            return .json(.ok, Array(try view(of: app.name).utf8))
        }
    }

    @Sendable func start(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        deploy(app, .start, by: caller)
    }

    @Sendable func restart(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        deploy(app, .restart, by: caller)
    }

    @Sendable func redeploy(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        deploy(app, .redeploy, by: caller)
    }

    @Sendable func stop(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        .work {
            try await service.stop(app, by: caller)
            return .accepted(app.name, try view(of: app.name))
        }
    }

    @Sendable func remove(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        .work {
            try await service.remove(app, by: caller)
            // A removal with little to do may already be finished.
            return .accepted(app.name, board.app(app.name) ?? "{}")
        }
    }

    private func deploy(_ app: App, _ reason: Deployment.Reason, by caller: Caller) -> Answer {
        .work {
            try await service.deploy(app, reason, by: caller)
            return .accepted(app.name, try view(of: app.name))
        }
    }

    private func view(of name: AppName) throws -> String {
        guard let view = board.app(name) else { throw UnknownApp() }
        return view
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
