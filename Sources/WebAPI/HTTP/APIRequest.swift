import Model
package import HTTPTypes

/// A request to the API.
package struct APIRequest: Sendable {
    let head: HTTPRequest
    /// The signed-in user according to nginx; nil if not signed in.
    let user: String?
    /// The user's groups, comma-separated.
    let groups: String
    /// The client's IP address as seen by nginx.
    let address: String
    /// nginx's request ID, as in its access log.
    let id: String
    /// nil if the body exceeds the server's limit.
    let body: [UInt8]?
    /// Values of the route pattern's placeholders, by name.
    var parameters: [String: String] = [:]
    /// Without the query.
    let path: String
    private let queryItems: QueryItems

    package init(
        head: HTTPRequest, user: String?, groups: String, address: String, id: String, body: [UInt8]?
    ) {
        self.head = head
        self.user = user
        self.groups = groups
        self.address = address
        self.id = id
        self.body = body
        let parts = (head.path ?? "/").utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false
        ).map(Substring.init)
        path = String(parts[0])
        queryItems = QueryItems(parts.count > 1 ? parts[1] : "")
    }

    /// HEAD is handled as GET; nginx drops the body.
    var readMethod: HTTPRequest.Method { head.method == .head ? .get : head.method }

    /// First value of a query parameter, percent-decoded.
    func query(_ name: String) -> String? { queryItems[name] }

    /// Parses a query parameter as a whole number.
    /// - Throws: a field error with `code` if it is present and not in `range`.
    func number(_ name: String, in range: ClosedRange<Int>, code: String) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            let rule = "Enter a whole number from \(range.lowerBound) to \(range.upperBound)."
            throw InvalidFields([FieldError(field: name, code: code, message: rule)])
        }
        return number
    }

    /// The position that the client has seen. At most 2^53, which all JSON parsers represent exactly.
    func cursor() throws -> Int? { try number("after", in: 0...(1 << 53), code: "cursor_invalid") }

    /// Long-poll timeout: at most 25 s, since intermediate proxies close after 30 s.
    func timeout() throws -> Duration {
        .seconds(try number("timeout", in: 0...25, code: "timeout_range") ?? 25)
    }
}
