import HTTPTypes
import Testing

@testable import WebAPI

@Suite struct CSRFGuardTests {
    private static let origin = "https://dcc.example.org"

    private func refusal(
        _ method: HTTPRequest.Method = .post, body: [UInt8]? = [],
        _ fields: [(String, String?)] = []
    ) -> String? {
        var head = HTTPRequest(method: method, scheme: "https", authority: "dcc.example.org", path: "/api/apps")
        var values: [String: String] = ["Origin": Self.origin, "X-DCC": "1", "Content-Type": "application/json"]
        for (name, value) in fields { values[name] = value }
        for (name, value) in values { head.headerFields[HTTPField.Name(name)!] = value }
        do {
            try CSRFGuard(origin: Self.origin).check(
                APIRequest(head: head, user: "alice", groups: "", address: "", id: "", body: body))
            return nil
        } catch {
            return error.problem.type.split(separator: ":").last.map(String.init)
        }
    }

    @Test func ourOwnPageMayChangeThings() {
        #expect(refusal() == nil)
        #expect(refusal(.post, [("Sec-Fetch-Site", "same-origin")]) == nil)
        #expect(refusal(.post, [("Content-Type", "application/json; charset=UTF-8")]) == nil)
    }

    @Test(
        arguments: [
            ("Origin", nil, "csrf_origin"), ("Origin", "https://evil.apps.example.org", "csrf_origin"),
            ("Origin", "https://dcc.example.org.evil.org", "csrf_origin"), ("Origin", "null", "csrf_origin"),
            ("Sec-Fetch-Site", "same-site", "csrf_site"), ("Sec-Fetch-Site", "cross-site", "csrf_site"),
            ("X-DCC", nil, "csrf_header"), ("Content-Type", nil, "unsupported_media_type"),
            ("Content-Type", "text/plain", "unsupported_media_type"),
            ("Content-Type", "application/json; charset=utf-16", "unsupported_media_type"),
        ] as [(String, String?, String)])
    func anotherPageMayNot(_ field: String, _ value: String?, _ code: String) {
        #expect(refusal(.post, [(field, value)]) == code)
    }

    @Test func aSiblingsPageIsNamedAsSuchAlsoWithoutAnOrigin() {
        #expect(refusal(.post, [("Origin", nil), ("Sec-Fetch-Site", "same-site")]) == "csrf_site")
    }

    @Test func readingNeedsNoOrigin() {
        #expect(refusal(.get, [("Origin", nil), ("X-DCC", nil)]) == nil)
    }

    @Test func aBodyThatWasTooLongIsRefused() {
        #expect(refusal(.post, body: nil) == "body_too_large")
    }
}
