package import ControlCenter
package import LiveState
package import Model
package import Operations
package import Ports
import HTTPTypes
package import Logging

/// The HTTP API: all routes with their access rules, and the handling of a request.
package struct WebAPI: Sendable {
    let routes: RouteTable
    private let authorizer: Authorizer
    private let refusals: RefusalLog
    private let logger: Logger

    /// - Parameter origin: origin of the web page, for example `https://dcc.example.com`.
    package init(
        origin: String, roles: RoleMap, quota: Quota, service: AppService, registry: AppRegistry, board: StatusBoard,
        logs: LogBuffer, hub: PollHub, store: any AppStore & AuditLog, links: AppLinks, visits: LastAccess,
        workspaces: Workspaces, inspector: Inspector, usage: UsageRecorder, capacity: CapacityPlan,
        cleanup: CleanupDesk, backups: BackupStateFile,
        images: AllowedImages, models: ModelSizes, builders: DockerfileBuilders, templates: TemplateLibrary,
        gpuWatch: GPUWatch, hostWatch: HostWatch, logger: Logger
    ) {
        let records = BlockingWork(label: "dcc.records")
        let me = MeController(registry: registry, quota: quota)
        let apps = AppsController(service: service, board: board)
        let status = StatusController(board: board, hub: hub)
        let log = LogsController(board: board, logs: logs, hub: hub)
        let deployments = DeploymentsController(store: store, records: records, service: service, board: board)
        let keptFiles = KeptFilesController(store: store, workspaces: workspaces, records: records)
        let repositories = RepositoriesController(inspector: inspector)
        let trail = AuditController(log: store, records: records)
        let link = LinkController(
            registry: registry, service: service, visits: visits, board: board, hub: hub, links: links)
        let page = PageLinkController(origin: origin, links: links)
        let host = HostController(board: board, gpus: gpuWatch)
        let use = UsageController(usage: usage, records: records)
        let plan = CapacityController(plan: capacity, records: records)
        let metrics = MetricsController(registry: registry, usage: usage, gpus: gpuWatch, hostWatch: hostWatch)
        let gpus = GPUsController(registry: registry, service: service, board: board)
        let orphans = CleanupController(desk: cleanup, hub: hub)
        let backup = BackupsController(file: backups, records: records)
        let offers = OffersController(images: images, models: models, builders: builders)
        let forms = TemplatesController(library: templates, records: records)
        let health = HealthController()

        routes = RouteTable([
            Route(.get, "/api/me", .role(.viewer, me.show)),
            Route(.get, "/api/status", .role(.viewer, status.poll)),
            Route(.get, "/api/apps", .role(.viewer, apps.list)),
            Route(.post, "/api/apps", body: .object, .role(.member, apps.add)),
            Route(.get, "/api/apps/{name}", .seesApp(apps.show)),
            Route(.patch, "/api/apps/{name}", body: .object, .changesApp(apps.change)),
            Route(.delete, "/api/apps/{name}", .changesApp(apps.remove)),
            Route(.post, "/api/apps/{name}/start", .changesApp(apps.start)),
            Route(.post, "/api/apps/{name}/stop", .changesApp(apps.stop)),
            Route(.post, "/api/apps/{name}/restart", .changesApp(apps.restart)),
            Route(.post, "/api/apps/{name}/redeploy", .changesApp(apps.redeploy)),
            Route(.post, "/api/apps/{name}/rollback", body: .object, .changesApp(deployments.rollBack)),
            Route(.post, "/api/apps/{name}/lease", .changesApp(gpus.renewLease)),
            Route(.post, "/api/apps/{name}/line", body: .object, .operatesApp(gpus.move)),
            Route(.get, "/api/apps/{name}/logs", .seesApp(log.poll)),
            Route(.get, "/api/apps/{name}/deployments", .seesApp(deployments.list)),
            Route(.get, "/api/apps/{name}/deployments/{id}", .seesApp(deployments.show)),
            Route(.get, "/api/apps/{name}/deployments/{id}/files", .changesApp(keptFiles.download)),
            Route(.get, "/api/apps/{name}/usage", .seesApp(use.ofApp)),
            Route(.post, "/api/repositories/inspect", body: .object, .role(.member, repositories.inspect)),
            Route(.get, "/api/templates", .role(.member, forms.list)),
            Route(.get, "/api/images", .role(.viewer, offers.showImages)),
            Route(.get, "/api/models", .role(.viewer, offers.showModels)),
            Route(.get, "/api/gpus/fit", .role(.member, gpus.fit)),
            Route(.get, "/api/host", .role(.viewer, host.show)),
            Route(.get, "/api/gpus", .role(.viewer, host.showGPUs)),
            Route(.get, "/api/host/usage", .role(.viewer, use.ofHost)),
            Route(.get, "/api/capacity", .role(.operator, plan.show)),
            Route(.get, "/api/audit", .role(.operator, trail.list)),
            Route(.get, "/api/system/orphans", .role(.operator, orphans.poll)),
            Route(.post, "/api/system/orphans/search", .role(.operator, orphans.search)),
            Route(.post, "/api/system/cleanup", body: .object, .role(.operator, orphans.remove)),
            Route(.get, "/api/system/backups", .role(.operator, backup.show)),
            Route(.get, "/healthz", .everybody(health.show)),
            // nginx admits only clients on this host.
            Route(.get, "/metrics", .everybody(metrics.show)),
            // Only for nginx: the target of an app link, and the state of an app that is not up.
            Route(.get, "/internal/route", .role(.viewer, link.route)),
            Route(.get, "/internal/waiting", .role(.viewer, link.wait)),
            // Also before sign-in: it is the way on from the page that says so.
            Route(.get, "/internal/page", .everybody(page.show)),
        ])
        authorizer = Authorizer(requestGuard: CSRFGuard(origin: origin), roles: roles, registry: registry)
        refusals = RefusalLog(log: store, authorizer: authorizer, logger: logger)
        self.logger = logger
    }

    package func answer(_ request: APIRequest) -> Reply {
        var request = request
        let matches = routes.matches(request.path)
        let match = matches.first { $0.route.method == request.readMethod }
        request.parameters = match?.parameters ?? [:]
        do {
            guard let route = match?.route else {
                // Unauthenticated callers must not learn which routes exist.
                _ = try authorizer.caller(of: request)
                return .now(unmatched(matches.map(\.route.method)))
            }
            switch try authorizer.answer(request, by: route) {
            case .now(let response): return .now(response)
            case .later(let start): return reply(request, route, later: start)
            case .work(let work): return reply(request, route, after: work)
            }
        } catch {
            let (problem, refusal) = explain(error, request, match?.route)
            return refusal == nil ? .now(problem.response) : .soon { await answer(problem, recording: refusal) }
        }
    }

    private func reply(
        _ request: APIRequest, _ route: Route, after work: @escaping @Sendable () async throws -> APIResponse
    ) -> Reply {
        .soon {
            do {
                return try await work()
            } catch {
                let (problem, refusal) = explain(error, request, route)
                return await answer(problem, recording: refusal)
            }
        }
    }

    private func reply(
        _ request: APIRequest, _ route: Route,
        later start:
            @escaping @Sendable (@escaping @Sendable (Result<APIResponse, any Error>) -> Void) ->
            LongPoll.Start
    ) -> Reply {
        .later { send in
            start { outcome in
                do {
                    send(try outcome.get())
                } catch {
                    let (problem, refusal) = explain(error, request, route)
                    if let refusal { Task { await refusals.record(refusal) } }
                    send(problem.response)
                }
            }
        }
    }

    private func answer(_ problem: Problem, recording refusal: RefusalLog.Entry?) async -> APIResponse {
        if let refusal { await refusals.record(refusal) }
        return problem.response
    }

    /// Maps the error to a problem for the caller, and to an audit entry if it is a refusal.
    private func explain(
        _ error: any Error, _ request: APIRequest, _ route: Route?
    ) -> (Problem, RefusalLog.Entry?) {
        guard let problem = ErrorTranslation.problem(for: error) else {
            logger.error(
                "request failed", metadata: ["id": "\(request.id)", "path": "\(request.path)", "error": "\(error)"])
            return (.internalError, nil)
        }
        let hiddenFromChange = error is HiddenApp && request.readMethod != .get
        guard problem.status == HTTPResponse.Status.forbidden.code || hiddenFromChange else { return (problem, nil) }
        return (problem, refusals.entry(hiddenFromChange ? "hidden" : problem.code, request, route))
    }

    /// Response when the limit of waiting callers is reached.
    package static let busy = Problem(
        .serviceUnavailable, "too_many_waiting", "Too many pages are waiting for updates. Try again in a moment."
    ).response

    private func unmatched(_ allowed: [HTTPRequest.Method]) -> APIResponse {
        guard !allowed.isEmpty else {
            return Problem(.notFound, "not_found", "Not found.").response
        }
        var response = Problem(.methodNotAllowed, "method_not_allowed", "This address does not support this method.")
            .response
        response.head.headerFields[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        return response
    }
}
