import HTTPTypes
package import ControlCenter
package import Logging

/// The HTTP API: every route at a glance, and the way from a request to an answer.
package struct WebAPI: Sendable {
    private let routes: [Route]
    private let requestGuard: RequestGuard
    private let logger: Logger

    /// - Parameter origin: where the page is served from, such as `https://dcc.example.com`.
    package init(
        origin: String, registry: AppRegistry, book: AppBook, board: StatusBoard, logs: LogBook, room: WaitingRoom,
        store: any AppStore, links: AppLinks, logger: Logger
    ) {
        let apps = AppsController(registry: registry, board: board)
        let status = StatusController(board: board, room: room)
        let log = LogsController(book: book, logs: logs, room: room, instance: board.instance)
        let deployments = DeploymentsController(book: book, store: store)
        let health = HealthController()
        let routing = RoutingController(book: book, links: links)

        routes = [
            Route(.get, "/api/status", status.poll),
            Route(.get, "/api/apps", apps.list),
            Route(.post, "/api/apps", apps.add),
            Route(.get, "/api/apps/{name}", apps.show),
            Route(.delete, "/api/apps/{name}", apps.remove),
            Route(.post, "/api/apps/{name}/start", apps.start),
            Route(.post, "/api/apps/{name}/stop", apps.stop),
            Route(.post, "/api/apps/{name}/restart", apps.restart),
            Route(.post, "/api/apps/{name}/redeploy", apps.redeploy),
            Route(.get, "/api/apps/{name}/logs", log.poll),
            Route(.get, "/api/apps/{name}/deployments", deployments.list),
            Route(.get, "/api/apps/{name}/deployments/{id}", deployments.show),
            Route(.get, "/healthz", isPublic: true, health.show),
            Route(.get, "/internal/route", routing.show),
        ]
        requestGuard = RequestGuard(origin: origin)
        self.logger = logger
    }

    package func answer(_ request: APIRequest) -> Answer {
        do {
            return try route(request)
        } catch {
            if let problem = ErrorTranslation.problem(for: error) { return .now(problem.response) }
            logger.error("request failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return .now(
                Problem(
                    .internalServerError, "internal", "Something went wrong here; the operator finds it in the log."
                )
                .response)
        }
    }

    /// The answer when no more callers can wait.
    package static let busy = Problem(
        .serviceUnavailable, "too_many_waiting", "Too many pages wait for news; try again in a moment."
    ).response

    private func route(_ request: APIRequest) throws -> Answer {
        let matches = routes.compactMap { route in route.match(request.path).map { (route, $0) } }
        guard let (route, parameters) = matches.first(where: { $0.0.method == request.readMethod }) else {
            // Who is not signed in does not learn what is here.
            try requestGuard.checkSignIn(request)
            return .now(unmatched(matches.map(\.0.method)))
        }
        try requestGuard.check(request, isPublic: route.isPublic)
        var request = request
        request.parameters = parameters
        return try route.handler(request)
    }

    private func unmatched(_ allowed: [HTTPRequest.Method]) -> APIResponse {
        guard !allowed.isEmpty else {
            return Problem(.notFound, "not_found", "There is nothing at this address.").response
        }
        var response = Problem(.methodNotAllowed, "method_not_allowed", "This address does not take that method.")
            .response
        response.head.headerFields[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        return response
    }
}
