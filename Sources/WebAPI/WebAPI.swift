import HTTPTypes
package import ControlCenter
package import Logging

/// The HTTP API: every route at a glance, who may ask for it, and the way from a request to an answer.
package struct WebAPI: Sendable {
    let routes: [Route]
    private let requestGuard: CSRFGuard
    private let gatekeeper: Authorizer
    private let audit: any AuditLog
    private let meter = RefusalMeter()
    private let logger: Logger

    /// - Parameter origin: where the page is served from, such as `https://dcc.example.com`.
    package init(
        origin: String, roles: RoleMap, quota: Quota, service: AppService, registry: AppRegistry, board: StatusBoard,
        logs: LogBuffer, room: PollHub, store: any AppStore & AuditLog, links: AppLinks, visits: LastAccess,
        inspector: Inspector, usage: UsageRecorder, capacity: CapacityPlan, cleanup: Cleanup, backups: BackupStateFile,
        gpuWatch: GPUWatch, hostWatch: HostWatch, logger: Logger
    ) {
        let me = MeController(registry: registry, quota: quota)
        let apps = AppsController(service: service, board: board)
        let status = StatusController(board: board, room: room)
        let log = LogsController(board: board, logs: logs, room: room)
        let deployments = DeploymentsController(store: store, service: service, board: board)
        let repositories = RepositoriesController(inspector: inspector)
        let trail = AuditController(log: store)
        let link = LinkController(
            registry: registry, service: service, visits: visits, board: board, room: room, links: links)
        let host = HostController(board: board, gpus: gpuWatch)
        let desk = BackgroundResponder(logger: logger)
        let use = UsageController(usage: usage, desk: desk)
        let plan = CapacityController(plan: capacity, desk: desk)
        let metrics = MetricsController(registry: registry, usage: usage, gpus: gpuWatch, hostWatch: hostWatch)
        let gpus = GPUsController(registry: registry, service: service, board: board)
        let orphans = CleanupController(cleanup: cleanup, audit: store, logger: logger)
        let backup = BackupsController(file: backups)
        let health = HealthController()

        routes = [
            Route(.get, "/api/me", .role(.viewer, me.show)),
            Route(.get, "/api/status", .role(.viewer, status.poll)),
            Route(.get, "/api/apps", .role(.viewer, apps.list)),
            Route(.post, "/api/apps", .role(.member, apps.add)),
            Route(.get, "/api/apps/{name}", .seesApp(apps.show)),
            Route(.patch, "/api/apps/{name}", .changesApp(apps.change)),
            Route(.delete, "/api/apps/{name}", .changesApp(apps.remove)),
            Route(.post, "/api/apps/{name}/start", .changesApp(apps.start)),
            Route(.post, "/api/apps/{name}/stop", .changesApp(apps.stop)),
            Route(.post, "/api/apps/{name}/restart", .changesApp(apps.restart)),
            Route(.post, "/api/apps/{name}/redeploy", .changesApp(apps.redeploy)),
            Route(.post, "/api/apps/{name}/rollback", .changesApp(deployments.rollBack)),
            Route(.post, "/api/apps/{name}/lease", .changesApp(gpus.renewLease)),
            Route(.post, "/api/apps/{name}/line", .operatesApp(gpus.move)),
            Route(.get, "/api/apps/{name}/logs", .seesApp(log.poll)),
            Route(.get, "/api/apps/{name}/deployments", .seesApp(deployments.list)),
            Route(.get, "/api/apps/{name}/deployments/{id}", .seesApp(deployments.show)),
            Route(.get, "/api/apps/{name}/usage", .seesApp(use.ofApp)),
            Route(.post, "/api/repositories/inspect", .role(.member, repositories.inspect)),
            Route(.get, "/api/gpus/fit", .role(.member, gpus.fit)),
            Route(.get, "/api/host", .role(.viewer, host.show)),
            Route(.get, "/api/gpus", .role(.viewer, host.showGPUs)),
            Route(.get, "/api/host/usage", .role(.viewer, use.ofHost)),
            Route(.get, "/api/capacity", .role(.operator, plan.show)),
            Route(.get, "/api/audit", .role(.operator, trail.list)),
            Route(.get, "/api/system/orphans", .role(.operator, orphans.list)),
            Route(.post, "/api/system/cleanup", .role(.operator, orphans.remove)),
            Route(.get, "/api/system/backups", .role(.operator, backup.show)),
            Route(.get, "/healthz", .everybody(health.show)),
            // nginx lets in who asks from this machine alone.
            Route(.get, "/metrics", .everybody(metrics.show)),
            // For nginx alone: where a link leads, and the state of an app that is not up.
            Route(.get, "/internal/route", .role(.viewer, link.route)),
            Route(.get, "/internal/waiting", .role(.viewer, link.wait)),
        ]
        requestGuard = CSRFGuard(origin: origin)
        gatekeeper = Authorizer(roles: roles, registry: registry)
        audit = store
        self.logger = logger
    }

    package func answer(_ request: APIRequest) -> Answer {
        var request = request
        let segments = Route.segments(of: request.path)
        let matches = routes.compactMap { route in route.match(segments).map { (route, $0) } }
        let match = matches.first { $0.0.method == request.readMethod }
        request.parameters = match?.1 ?? [:]
        do {
            guard let route = match?.0 else {
                // Who is not signed in does not learn what is here.
                _ = try gatekeeper.caller(of: request)
                return .now(unmatched(matches.map(\.0.method)))
            }
            if !route.isForEverybody { _ = try gatekeeper.caller(of: request) }
            try requestGuard.check(request)
            return try gatekeeper.answer(request, by: route)
        } catch {
            return .now(explain(error, request, match?.0).response)
        }
    }

    /// What went wrong, for the person who asked; refusals are written down.
    private func explain(_ error: any Error, _ request: APIRequest, _ route: Route?) -> Problem {
        guard let problem = ErrorTranslation.problem(for: error) else {
            logger.error(
                "request failed", metadata: ["id": "\(request.id)", "path": "\(request.path)", "error": "\(error)"])
            return .internalError
        }
        let hiddenFromChange = error is HiddenApp && request.readMethod != .get
        if problem.status == HTTPResponse.Status.forbidden.code || hiddenFromChange {
            record(hiddenFromChange ? "hidden" : problem.code, request, route)
        }
        return problem
    }

    private func record(_ code: String, _ request: APIRequest, _ route: Route?) {
        // nginx asks for each file of an app's page: those refusals are in its own log.
        guard let route, !route.pattern.hasPrefix("/internal/") else { return }
        let decision = meter.decide(for: request.user ?? "")
        guard decision != .leave else { return }
        let app = request.parameters["name"].flatMap { try? AppName($0) }
        let refusal = Refusal(
            action: "\(request.head.method.rawValue) \(route.pattern)", app: app?.rawValue ?? "",
            code: decision == .write ? code : "more_in_this_minute")
        // Somebody without a role here is named all the same.
        let caller =
            (try? gatekeeper.caller(of: request))
            ?? Caller(user: request.user ?? "", role: .viewer, address: request.address)
        do {
            try audit.record(refusal, by: caller)
        } catch {
            logger.error("a refusal could not be written down", metadata: ["error": "\(error)"])
        }
    }

    /// The answer when no more callers can wait.
    package static let busy = Problem(
        .serviceUnavailable, "too_many_waiting", "Too many pages wait for news; try again in a moment."
    ).response

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
