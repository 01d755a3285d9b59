import ControlCenter
import LiveState
import Model
import Operations
import Ports
import Foundation
import HTTPTypes
import AppHarness
import Logging
import SQLiteStore
import Testing

@testable import WebAPI

/// Every route for every kind of caller.
@Suite(.timeLimit(.minutes(5))) struct AccessTests {
    private enum Person: String, CaseIterable {
        case nobody, stranger, viewer, sharedViewer, sharedMember, otherMember, owner, anOperator
    }

    private static let roles = RoleMap([
        .operator: [.user("anOperator")], .member: [.user("owner"), .user("otherMember"), .group("ml")],
        .viewer: [.user("viewer"), .user("sharedViewer")],
    ])

    private let house: AppHarness
    private let api: WebAPI

    init() async throws {
        let house = try AppHarness()
        self.house = house
        api = WebAPI(
            origin: "https://dcc.test", roles: Self.roles, quota: Quota(), service: house.service,
            registry: house.registry,
            board: house.board, logs: house.logs, hub: house.hub, store: house.store,
            links: AppLinks(domain: "apps.test"), visits: LastAccess(),
            workspaces: Workspaces(root: house.folder.path), inspector: house.inspector,
            usage: house.usage,
            capacity: CapacityPlan(
                store: house.store, registry: house.registry, gpus: house.gpuWatch,
                defaultMemory: try MemoryLimit(gib: 8)),
            cleanup: CleanupDesk(
                house.cleanup, audit: house.store, hub: house.hub,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            backups: BackupStateFile(state: house.folder.path, repository: nil),
            images: AllowedImages(standard: "base"), models: ModelSizes(ModelFolders()), builders: .off,
            templates: TemplateLibrary(
                folders: [],
                allowed: AllowedSettings(
                    hosts: RepositoryHosts(allowed: [], appsDomain: "apps.test"),
                    images: AllowedImages(standard: "base"), models: ModelFolders()),
                reader: TemplateForm.template),
            gpuWatch: house.gpuWatch,
            hostWatch: house.hostWatch,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let owner = Caller(user: "owner", role: .member, address: "")
        let app = try await house.add("demo", by: owner)
        try await house.service.change(try house.app(app), by: owner) { settings in
            var settings = settings
            settings.sharedWith = [.user("sharedViewer"), .user("sharedMember")]
            return settings
        }
    }

    private func status(
        _ person: Person, _ method: HTTPRequest.Method, _ path: String, host: String = "dcc.test",
        groups: String = ""
    ) async -> Int {
        await response(person, method, path, host: host, groups: groups).head.status.code
    }

    private func response(
        _ person: Person, _ method: HTTPRequest.Method, _ path: String, host: String = "dcc.test",
        groups: String = "", body: String = "{}"
    ) async -> APIResponse {
        // A long poll answers at once.
        var head = HTTPRequest(method: method, scheme: "https", authority: host, path: path + "?timeout=0")
        for (name, value) in ["Origin": "https://dcc.test", "X-DCC": "1", "Content-Type": "application/json"] {
            head.headerFields[HTTPField.Name(name)!] = value
        }
        let request = APIRequest(
            head: head, user: person == .nobody ? nil : person.rawValue,
            groups: person == .sharedMember ? "other,ml" : groups, address: "", id: "", body: Array(body.utf8))
        return await response(to: request)
    }

    private func response(to request: APIRequest) async -> APIResponse {
        switch api.answer(request) {
        case .now(let response): return response
        case .soon(let work): return await work()
        case .later(let start):
            return await withCheckedContinuation { arrived in _ = start { arrived.resume(returning: $0) } }
        }
    }

    private enum Expected: Equatable {
        case exactly(Int)
        /// Access granted; the response depends on the handler.
        case reached
        /// Depends on the app that the host names.
        case either(Int)

        func holds(_ status: Int) -> Bool {
            switch self {
            case .exactly(let expected): status == expected
            case .reached: ![401, 403, 404, 500].contains(status)
            case .either(let expected): status == expected || (200...202).contains(status)
            }
        }
    }

    /// The design's access rules, stated independently of the route table.
    private static func expected(_ person: Person, _ route: Route) -> Expected {
        if ["/healthz", "/metrics"].contains(route.pattern) { return .exactly(200) }
        if route.pattern == "/internal/page" { return .exactly(302) }
        switch person {
        case .nobody: return .exactly(401)
        case .stranger: return .exactly(403)
        default: break
        }
        let isOperator = person == .anOperator
        let isViewer = [.viewer, .sharedViewer].contains(person)
        switch route.pattern {
        case "/api/audit", "/api/capacity", "/api/system/orphans", "/api/system/backups":
            return isOperator ? .exactly(200) : .exactly(403)
        case "/api/system/orphans/search": return isOperator ? .exactly(202) : .exactly(403)
        case "/api/system/cleanup": return isOperator ? .exactly(422) : .exactly(403)
        case "/internal/route": return .either(403)
        case "/internal/waiting": return .either(404)
        case "/api/me", "/api/status", "/api/host", "/api/host/usage", "/api/gpus", "/api/images", "/api/models":
            return .exactly(200)
        case "/api/gpus/fit", "/api/templates": return isViewer ? .exactly(403) : .exactly(200)
        case "/api/repositories/inspect": return isViewer ? .exactly(403) : .exactly(422)
        case "/api/apps" where route.method == .get: return .exactly(200)
        // An empty form fails validation.
        case "/api/apps": return isViewer ? .exactly(403) : .exactly(422)
        default: break
        }
        guard [.sharedViewer, .sharedMember, .owner, .anOperator].contains(person) else { return .exactly(404) }
        if route.pattern.hasSuffix("/files") { return person == .owner || isOperator ? .exactly(422) : .exactly(403) }
        if route.method == .get { return .reached }
        guard person == .owner || isOperator else { return .exactly(403) }
        if route.pattern == "/api/apps/{name}/line" { return isOperator ? .exactly(422) : .exactly(403) }
        return route.method == .delete && isOperator ? .either(404) : .reached
    }

    @Test func everyRouteAdmitsWhomItShouldAndNobodyElse() async {
        // Removal comes last, since the app is missing afterwards.
        let (removals, others) = (
            api.routes.all.filter { $0.method == .delete }, api.routes.all.filter { $0.method != .delete }
        )
        #expect(removals.count == 1 && others.count > 15)
        for route in others + removals {
            let path = route.pattern.replacing("{name}", with: "demo").replacing("{id}", with: "0")
            // Callers without access come first, since the others change the app.
            for person in Person.allCases {
                let status = await status(person, route.method, path)
                #expect(
                    Self.expected(person, route).holds(status),
                    "\(person) \(route.method) \(route.pattern): \(status)")
            }
        }
    }

    private static let wrongBodies = [
        (#"{"force":true}"#, 422, "unknown_field"), ("[]", 400, "json_type"), ("null", 400, "json_type"),
        (#"{"force":"#, 400, "json_invalid"), ("{} {}", 400, "json_invalid"),
    ]

    @Test(arguments: wrongBodies)
    func whatARequestDoesNotTakeIsRefusedEverywhereAlike(_ body: String, _ status: Int, _ code: String) async throws {
        let app = try house.app(try AppName("demo"))
        for route in api.routes.all where ![.get].contains(route.method) && route.pattern.contains("{name}") {
            let path = route.pattern.replacing("{name}", with: "demo")
            let answer = await response(.anOperator, route.method, path, body: body)
            #expect(answer.head.status.code == status, "\(route.method) \(route.pattern)")
            #expect(String(decoding: answer.body, as: UTF8.self).contains(code), "\(route.method) \(route.pattern)")
        }
        #expect(try house.store.deployments(of: app.id, limit: 10).count == 1)
    }

    @Test(arguments: ["", "{}", " { } "]) func aRequestWithoutFieldsNeedsNoBody(_ body: String) async {
        #expect(await response(.owner, .post, "/api/apps/demo/stop", body: body).head.status == .accepted)
    }

    @Test(arguments: [
        ("rollback", #"{"deployment":1,"image":"x"}"#, "image"), ("line", #"{"position":1,"to":2}"#, "to"),
    ])
    func anUnknownFieldIsNamed(_ action: String, _ body: String, _ field: String) async {
        let answer = await response(.anOperator, .post, "/api/apps/demo/\(action)", body: body)
        #expect(answer.head.status == .unprocessableContent)
        #expect(String(decoding: answer.body, as: UTF8.self).contains(#""field":"\#(field)""#))
    }

    @Test(arguments: ["/api/host/usage?range=year", "/api/host/usage?format=csv", "/api/capacity"])
    func recordsAreReadOnNoThreadThatTakesRequests(_ path: String) async throws {
        let head = HTTPRequest(method: .get, scheme: "https", authority: "dcc.test", path: path)
        let answer = api.answer(
            APIRequest(head: head, user: Person.anOperator.rawValue, groups: "", address: "", id: "", body: []))
        guard case .soon(let work) = answer else {
            Issue.record("\(path) responds on the calling thread")
            return
        }
        let response = await work()
        #expect(response.head.status == .ok && !response.body.isEmpty)
    }

    @Test func whatIsNotSeenLooksLikeWhatIsNotThere() async {
        for person in [Person.viewer, .otherMember] {
            #expect(await status(person, .get, "/api/apps/demo") == 404)
            #expect(await status(person, .get, "/api/apps/none") == 404)
            #expect(await status(person, .post, "/api/apps/demo/stop") == 404)
            #expect(await status(person, .get, "/internal/waiting", host: "demo.apps.test") == 404)
            #expect(await status(person, .get, "/internal/waiting", host: "none.apps.test") == 404)
            #expect(await status(person, .get, "/internal/route", host: "demo.apps.test") == 403)
        }
        #expect(await status(.sharedViewer, .get, "/internal/waiting", host: "demo.apps.test") == 200)
    }

    @Test func theLinkOfAnAppThatIsRedeployedLeadsToWhatRuns() async throws {
        let name = try AppName("demo")
        try await house.until(name, is: .running)
        house.host.block("up")
        #expect(await status(.owner, .post, "/api/apps/demo/redeploy") == 202)
        try await house.until(name, showing: .starting)
        #expect(await status(.owner, .get, "/internal/route", host: "demo.apps.test") == 200)
        house.host.unblock("up")
        try await house.until(name, is: .running)
    }

    /// Whether the app exists, and for whom, makes no difference.
    @Test(arguments: [
        ("demo.apps.test", "https://dcc.test/#/apps/demo"), ("other.apps.test", "https://dcc.test/#/apps/other"),
        ("dcc.test", "https://dcc.test/"), ("evil.test", "https://dcc.test/"), ("_.apps.test", "https://dcc.test/"),
    ])
    func aLinkLeadsToThePage(_ host: String, _ location: String) async {
        let head = HTTPRequest(method: .get, scheme: "https", authority: host, path: "/internal/page")
        let request = APIRequest(head: head, user: nil, groups: "", address: "", id: "", body: nil)
        let answer = await response(to: request)
        #expect(answer.head.status == .found && answer.head.headerFields[.location] == location)
    }

    @Test func aGroupsNameIsTakenAsItIs() {
        let roles = Authorizer(
            requestGuard: CSRFGuard(origin: "https://dcc.test"),
            roles: RoleMap([.member: [.group("machine learning")]]), registry: house.registry)
        func groups(_ text: String) -> Set<String>? {
            let head = HTTPRequest(method: .get, scheme: "https", authority: "dcc.test", path: "/")
            let request = APIRequest(head: head, user: "a", groups: text, address: "", id: "", body: nil)
            return try? roles.caller(of: request).groups
        }
        #expect(groups("x, machine learning ,,") == ["x", "machine learning"])
        #expect(groups("machinelearning") == nil)
    }

    @Test func refusalsAreWrittenDown() async throws {
        _ = await status(.sharedMember, .post, "/api/apps/demo/stop")
        _ = await status(.otherMember, .delete, "/api/apps/demo")
        _ = await status(.stranger, .get, "/api/apps")
        let refused = try house.store.entries(AuditQuery()).filter { $0.outcome == .refused }
        #expect(refused.map(\.actor) == ["stranger", "otherMember", "sharedMember"])
        #expect(
            refused.map(\.action) == ["GET /api/apps", "DELETE /api/apps/{name}", "POST /api/apps/{name}/stop"])
        #expect(refused.map(\.detail) == [#"{"code":"no_role"}"#, #"{"code":"hidden"}"#, #"{"code":"not_yours"}"#])
    }
}
