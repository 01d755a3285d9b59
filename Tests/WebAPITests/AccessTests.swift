import ControlCenter
import Foundation
import HTTPTypes
import House
import Logging
import SQLiteStore
import Testing

@testable import WebAPI

/// Every route × everybody who could ask.
@Suite(.timeLimit(.minutes(1))) struct AccessTests {
    private enum Person: String, CaseIterable {
        case nobody, stranger, viewer, sharedViewer, sharedMember, otherMember, owner, anOperator
    }

    private static let roles = RoleMap([
        .operator: [.user("anOperator")], .member: [.user("owner"), .user("otherMember"), .group("ml")],
        .viewer: [.user("viewer"), .user("sharedViewer")],
    ])

    private let house: House
    private let api: WebAPI

    init() throws {
        let house = try House()
        self.house = house
        api = WebAPI(
            origin: "https://dcc.test", roles: Self.roles, quota: Quota(), registry: house.registry, book: house.book,
            board: house.board, logs: house.logs, room: house.room, store: house.store,
            links: AppLinks(domain: "apps.test"), inspector: house.inspector,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let owner = Caller(user: "owner", role: .member, address: "")
        let app = try house.add("demo", by: owner)
        try house.registry.change(app, by: owner) { settings in
            var settings = settings
            settings.sharedWith = [.user("sharedViewer"), .user("sharedMember")]
            return settings
        }
    }

    private func status(
        _ person: Person, _ method: HTTPRequest.Method, _ path: String, host: String = "dcc.test",
        groups: String = ""
    ) -> Int {
        var head = HTTPRequest(method: method, scheme: "https", authority: host, path: path)
        for (name, value) in ["Origin": "https://dcc.test", "X-DCC": "1", "Content-Type": "application/json"] {
            head.headerFields[HTTPField.Name(name)!] = value
        }
        let request = APIRequest(
            head: head, user: person == .nobody ? nil : person.rawValue,
            groups: person == .sharedMember ? "other,ml" : groups, address: "", id: "", body: Array("{}".utf8))
        switch api.answer(request) {
        case .now(let response): return response.head.status.code
        case .later: return 200
        }
    }

    /// What the design says, told a second time and in other words than the route table tells it.
    private static func expected(_ person: Person, _ route: Route) -> ClosedRange<Int> {
        let allowed = 200...202
        let reached = 200...499
        if route.pattern == "/healthz" { return allowed }
        switch person {
        case .nobody: return 401...401
        case .stranger: return 403...403
        default: break
        }
        let isOperator = person == .anOperator
        if route.pattern == "/api/audit" { return isOperator ? allowed : 403...403 }
        if route.pattern.hasPrefix("/internal/") || ["/api/me", "/api/status", "/api/host"].contains(route.pattern) {
            return reached
        }
        if ["/api/apps", "/api/repositories/inspect"].contains(route.pattern) {
            guard route.method == .post else { return allowed }
            // An empty form is refused at its fields.
            return [.viewer, .sharedViewer].contains(person) ? 403...403 : 422...422
        }
        let sees = [.sharedViewer, .sharedMember, .owner, .anOperator].contains(person)
        guard sees else { return 404...404 }
        if route.method == .get { return 200...422 }
        guard person == .owner || isOperator else { return 403...403 }
        return route.method == .delete && isOperator ? 202...404 : 200...422
    }

    @Test func everyRouteAdmitsWhomItShouldAndNobodyElse() {
        // The removal comes last: nobody finds the app after it.
        let (removals, others) = (
            api.routes.filter { $0.method == .delete }, api.routes.filter { $0.method != .delete }
        )
        #expect(removals.count == 1 && others.count > 15)
        for route in others + removals {
            let path = route.pattern.replacing("{name}", with: "demo").replacing("{id}", with: "0")
            // Those who may not come first: what the others do changes the app.
            for person in Person.allCases {
                let status = status(person, route.method, path)
                #expect(
                    Self.expected(person, route).contains(status),
                    "\(person) \(route.method) \(route.pattern): \(status)")
            }
        }
    }

    @Test func whatIsNotSeenLooksLikeWhatIsNotThere() {
        for person in [Person.viewer, .otherMember] {
            #expect(status(person, .get, "/api/apps/demo") == 404)
            #expect(status(person, .get, "/api/apps/none") == 404)
            #expect(status(person, .post, "/api/apps/demo/stop") == 404)
            #expect(status(person, .get, "/internal/waiting", host: "demo.apps.test") == 404)
            #expect(status(person, .get, "/internal/waiting", host: "none.apps.test") == 404)
            #expect(status(person, .get, "/internal/route", host: "demo.apps.test") == 403)
        }
        #expect(status(.sharedViewer, .get, "/internal/waiting", host: "demo.apps.test") == 200)
    }

    @Test func aGroupsNameIsTakenAsItIs() {
        let roles = Gatekeeper(roles: RoleMap([.member: [.group("machine learning")]]), book: house.book)
        func groups(_ text: String) -> Set<String>? {
            let head = HTTPRequest(method: .get, scheme: "https", authority: "dcc.test", path: "/")
            let request = APIRequest(head: head, user: "a", groups: text, address: "", id: "", body: nil)
            return try? roles.caller(of: request).groups
        }
        #expect(groups("x, machine learning ,,") == ["x", "machine learning"])
        #expect(groups("machinelearning") == nil)
    }

    @Test func refusalsAreWrittenDown() throws {
        _ = status(.sharedMember, .post, "/api/apps/demo/stop")
        _ = status(.otherMember, .delete, "/api/apps/demo")
        _ = status(.stranger, .get, "/api/apps")
        let refused = try house.store.entries(AuditQuery()).filter { $0.outcome == .refused }
        #expect(refused.map(\.actor) == ["stranger", "otherMember", "sharedMember"])
        #expect(
            refused.map(\.action) == ["GET /api/apps", "DELETE /api/apps/{name}", "POST /api/apps/{name}/stop"])
        #expect(refused.map(\.detail) == [#"{"code":"no_role"}"#, #"{"code":"hidden"}"#, #"{"code":"not_yours"}"#])
    }
}
