import ControlCenter
import HTTPTypes

/// Refuses changes that another site's page could make in a signed-in person's name.
///
/// Apps run untrusted pages on sibling names, so neither cookies nor "same site" prove anything: a change needs our own
/// `Origin`, a JSON media type and a header that a form cannot send (OWASP, CSRF prevention cheat sheet).
struct CSRFGuard {
    /// Such as `https://dcc.example.com`.
    let origin: String

    func check(_ request: APIRequest) throws(RequestRefused) {
        guard ![.get, .head].contains(request.head.method) else { return }
        let fields = request.head.headerFields
        guard [nil, "same-origin", "none"].contains(fields[.init("Sec-Fetch-Site")!]) else {
            throw refused("Sec-Fetch-Site", "csrf_site", "This request comes from another site's page.")
        }
        guard fields[.origin] == origin else {
            throw refused("Origin", "csrf_origin", "This request does not come from the control center's page.")
        }
        guard fields[.init("X-DCC")!] != nil else {
            throw refused("X-DCC", "csrf_header", "A change needs the header X-DCC.")
        }
        guard isJSON(fields[.contentType]) else {
            throw RequestRefused(
                problem: Problem(
                    .unsupportedMediaType, field: "Content-Type", "unsupported_media_type", "Send application/json."))
        }
        guard request.body != nil else {
            throw RequestRefused(
                problem: Problem(
                    .contentTooLarge, field: "body", "body_too_large", "The body is larger than 64 KiB."))
        }
    }

    private func isJSON(_ mediaType: String?) -> Bool {
        let text = (mediaType ?? "").lowercased().filter { $0 != " " }
        return ["application/json", "application/json;charset=utf-8"].contains(text)
    }

    private func refused(_ field: String, _ code: String, _ message: String) -> RequestRefused {
        RequestRefused(problem: Problem(.forbidden, field: field, code, message))
    }
}
