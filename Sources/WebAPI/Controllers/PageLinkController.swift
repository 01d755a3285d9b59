import Model
import HTTPTypes

/// `/internal/page`: nginx's own pages at an app's link lead from here to the control page. Tells nothing of the app.
struct PageLinkController {
    /// Of the control page.
    let origin: String
    let links: AppLinks

    @Sendable func show(_ request: APIRequest) -> Answer {
        let app = links.app(host: request.head.authority ?? "")
        var response = APIResponse.json(.found, [])
        response.head.headerFields[.location] = origin + (app.map { "/#/apps/\($0)" } ?? "/")
        return .now(response)
    }
}
