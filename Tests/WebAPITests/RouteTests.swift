import HTTPTypes
import Testing

@testable import WebAPI

@Suite struct RouteTests {
    private let route = Route(.get, "/api/apps/{name}/logs", .everybody { _ in .now(.json(.ok, [])) })

    @Test func openSegmentsAreHandedOn() {
        #expect(route.match(Route.segments(of: "/api/apps/demo/logs")) == ["name": "demo"])
    }

    @Test(arguments: ["/api/apps/demo", "/api/apps/demo/logs/", "/api/apps/demo/x/logs", "/", ""])
    func otherPathsDoNotMatch(_ path: Substring) {
        #expect(route.match(Route.segments(of: path)) == nil)
    }
}

@Suite struct RouteTableTests {
    private static func route(_ method: HTTPRequest.Method, _ pattern: String) -> Route {
        Route(method, pattern, .everybody { _ in .now(.json(.ok, [])) })
    }

    private let table = RouteTable([
        route(.get, "/api/apps"), route(.post, "/api/apps"), route(.get, "/api/apps/{name}"),
        route(.delete, "/api/apps/{name}"), route(.post, "/api/apps/{name}/stop"), route(.get, "/api/apps/{name}/logs"),
    ])

    @Test(
        arguments: [
            ("/api/apps", ["GET /api/apps", "POST /api/apps"]),
            ("/api/apps/demo", ["GET /api/apps/{name} demo", "DELETE /api/apps/{name} demo"]),
            ("/api/apps/demo/stop", ["POST /api/apps/{name}/stop demo"]),
            ("/api/apps/", ["GET /api/apps/{name} ", "DELETE /api/apps/{name} "]),
            ("/api/apps/demo/", []), ("/api/apps/demo/stop/now", []), ("/api", []), ("", []),
        ] as [(String, [String])])
    func findsTheRoutesOfAPath(_ path: String, _ found: [String]) {
        #expect(
            table.matches(path).map { match in
                ([match.route.method.rawValue, match.route.pattern] + match.parameters.values).joined(separator: " ")
            } == found)
    }
}

@Suite struct QueryItemsTests {
    @Test(
        arguments: [
            ("after=12&instance=x", "12"), ("instance=x", nil), ("", nil), ("after", ""), ("after=", ""),
            ("after=1&after=2", "1"), ("after=a%20b%26c", "a b&c"), ("%61fter=1", "1"), ("after=1=2", "1=2"),
            ("after=%zz%4", "%zz%4"), ("&&after=1&", "1"), ("after=a+b", "a+b"), ("after=%C3%A9", "é"),
        ] as [(Substring, String?)])
    func findsAValue(_ query: Substring, _ value: String?) {
        #expect(QueryItems(query)["after"] == value)
    }
}
