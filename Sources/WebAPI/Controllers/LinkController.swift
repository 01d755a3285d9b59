import ControlCenter
import HTTPTypes

/// `/internal/…`: what nginx asks for the links of apps. The app is the one that the request's `Host` names.
struct LinkController {
    let registry: AppRegistry
    let service: AppService
    let visits: LastAccess
    let board: StatusBoard
    let room: PollHub
    let links: AppLinks

    /// Where a request to a link leads: 200 with the app's address in `X-DCC-Upstream`, or 403 with `X-DCC-Reason`:
    /// `not_running`, or `unknown` for an app that is not there for the caller.
    @Sendable func route(_ request: APIRequest, _ caller: Caller) -> Answer {
        guard let app = app(request, caller) else { return .now(refused("unknown")) }
        guard [.running, .unhealthy, .unknown].contains(app.state) else { return .now(refused("not_running")) }
        visits.note(app.name)
        var response = APIResponse.json(.ok, [])
        response.head.headerFields[.init("X-DCC-Upstream")!] = "127.0.0.1:\(app.hostPort)"
        return .now(response)
    }

    /// The long-poll of the page that stands in for an app which is not up; answers as `/api/status`. It is what a person's
    /// browser asks who opens the link, and no program that still polls: an app that was stopped for want of use wakes.
    @Sendable func wait(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        guard let app = app(request, caller) else { throw UnknownApp() }
        let name = app.name
        if [nil, "same-origin"].contains(request.head.headerFields[.init("Sec-Fetch-Site")!]) {
            // Where that is refused, the poll says that it is stopped.
            try? service.wake(app, by: caller)
        }
        let instance = request.query("instance")
        let revision = try request.cursor()
        let timeout = try request.timeout()
        return .later { [board, room] send in
            LongPoll(room: room, topic: StatusBoard.topic).start(timeout: timeout) {
                board.news(of: name, for: caller, instance: instance, after: revision)
            } send: { news in
                switch news {
                case .message(let body): send(.json(.ok, body))
                case .hidden: send(Problem.noSuchApp.response)
                case nil: send(.json(.ok, board.nothingNew()))
                }
            }
        }
    }

    private func app(_ request: APIRequest, _ caller: Caller) -> App? {
        guard let name = links.app(host: request.head.authority ?? ""), let app = registry.app(name), caller.maySee(app)
        else { return nil }
        return app
    }

    private func refused(_ reason: String) -> APIResponse {
        var response = Problem(.forbidden, "no_link", "No running app has this address.").response
        response.head.headerFields[.init("X-DCC-Reason")!] = reason
        return response
    }
}
