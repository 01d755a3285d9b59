import HTTPTypes

/// Rejects changes that another site's page could send on behalf of a signed-in user.
///
/// Apps serve untrusted pages on sibling host names, so neither cookies nor "same-site" prove the sender: a change
/// requires our own `Origin`, a JSON media type and a header that a form cannot set (OWASP, CSRF prevention cheat
/// sheet).
struct CSRFGuard {
    /// For example `https://dcc.example.com`.
    let origin: String

    func check(_ request: APIRequest) throws(RequestRefused) {
        guard ![.get, .head].contains(request.head.method) else { return }
        let fields = request.head.headerFields
        guard [nil, "same-origin", "none"].contains(fields[.init("Sec-Fetch-Site")!]) else {
            throw refused("Sec-Fetch-Site", "csrf_site", "This request comes from another site.")
        }
        guard fields[.origin] == origin else {
            throw refused("Origin", "csrf_origin", "This request does not come from the control center.")
        }
        guard fields[.init("X-DCC")!] != nil else {
            throw refused("X-DCC", "csrf_header", "Add the header X-DCC to requests that make changes.")
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
