import ControlCenter
import HTTPTypes

/// `/internal/route`: nginx asks where an app's link leads, for each request to it.
struct RoutingController {
    let book: AppBook
    let links: AppLinks

    /// 200 with the app's address in `X-DCC-Upstream`; 403 for an app that is not running and for no app alike, so that
    /// names cannot be tried out.
    @Sendable func show(_ request: APIRequest) -> Answer {
        guard let name = links.app(host: request.head.authority ?? ""), let app = book.app(name),
            [.running, .unhealthy, .unknown].contains(app.state)
        else {
            return .now(Problem(.forbidden, "not_running", "No running app has this address.").response)
        }
        var response = APIResponse.json(.ok, [])
        response.head.headerFields[.init("X-DCC-Upstream")!] = "127.0.0.1:\(app.hostPort)"
        return .now(response)
    }
}
