import ControlCenter
import LiveState
import Model
import HTTPTypes

/// `/internal/…`: nginx's requests for app links. The request's `Host` names the app.
struct LinkController {
    let registry: AppRegistry
    let service: AppService
    let visits: LastAccess
    let board: StatusBoard
    let hub: PollHub
    let links: AppLinks

    /// Target of a request to a link: 200 with the app's address in `X-DCC-Upstream` and the port on which it listens in its
    /// container in `X-DCC-Port`, or 403 with `X-DCC-Reason`: `not_running`, `no_port` for an app that listens nowhere, or
    /// `unknown` for one that is missing or hidden from the caller.
    @Sendable func route(_ request: APIRequest, _ caller: Caller) -> Answer {
        guard let app = app(request, caller) else { return .now(refused("unknown")) }
        guard let port = app.settings.port else { return .now(refused("no_port")) }
        guard [.running, .unhealthy, .unknown].contains(app.state) || registry.isServing(app.name) else {
            return .now(refused("not_running"))
        }
        visits.record(app.name)
        var response = APIResponse.json(.ok, [])
        response.head.headerFields[.init("X-DCC-Upstream")!] = "127.0.0.1:\(app.hostPort)"
        response.head.headerFields[.init("X-DCC-Port")!] = "\(port.rawValue)"
        return .now(response)
    }

    /// Long-poll of the page shown while an app is not up; responds like `/api/status`. Only browsers that open the
    /// link request it, not programs that still poll, so it starts an app that was stopped because it was idle.
    @Sendable func wait(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        guard let app = app(request, caller) else { throw UnknownApp() }
        let instance = request.query("instance")
        let revision = try request.cursor()
        let timeout = try request.timeout()
        let wakes = app.isAsleep && [nil, "same-origin"].contains(request.head.headerFields[.init("Sec-Fetch-Site")!])
        return .later { [service, board, hub] send in
            let poll = { @Sendable in
                LongPoll(hub: hub, topic: StatusBoard.topic).start(timeout: timeout) {
                    board.news(of: app.name, for: caller, instance: instance, after: revision)
                } send: { news in
                    switch news {
                    case .message(let body): send(.success(.json(.ok, body)))
                    case .hidden: send(.failure(UnknownApp()))
                    case nil: send(.success(.json(.ok, board.nothingNew())))
                    }
                }
            }
            guard wakes else { return poll() }
            Task {
                // If starting is refused, the response reports the app as stopped.
                try? await service.wake(app, by: caller)
                if case .refused = poll() { send(.success(WebAPI.busy)) }
            }
            return .waiting(leave: {})
        }
    }

    private func app(_ request: APIRequest, _ caller: Caller) -> App? {
        guard let name = links.app(host: request.head.authority ?? ""), let app = registry.app(name), caller.maySee(app)
        else { return nil }
        return app
    }

    private func refused(_ reason: String) -> APIResponse {
        var response = Problem(.forbidden, "no_link", "There is no running app at this address.").response
        response.head.headerFields[.init("X-DCC-Reason")!] = reason
        return response
    }
}
