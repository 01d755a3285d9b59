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
