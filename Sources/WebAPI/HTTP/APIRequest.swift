import ControlCenter
import FoundationEssentials
package import HTTPTypes

/// A request to the API.
package struct APIRequest: Sendable {
    let head: HTTPRequest
    /// Who nginx says is signed in, nil when nobody is.
    let user: String?
    /// The person's groups, with commas between them.
    let groups: String
    /// The client's address as nginx saw it.
    let address: String
    /// nginx's own name for the request, the one in its access log.
    let id: String
    /// nil when it was longer than the server takes.
    let body: [UInt8]?
    /// What the route's pattern left open, by name.
    var parameters: [String: String] = [:]

    package init(
        head: HTTPRequest, user: String?, groups: String, address: String, id: String, body: [UInt8]?
    ) {
        self.head = head
        self.user = user
        self.groups = groups
        self.address = address
        self.id = id
        self.body = body
    }

    /// HEAD is answered as GET; nginx leaves the body out.
    var readMethod: HTTPRequest.Method { head.method == .head ? .get : head.method }

    var path: Substring { (head.path ?? "/").prefix { $0 != "?" } }

    /// The first value of a query parameter, decoded.
    func query(_ name: String) -> String? {
        guard head.path?.contains("?") == true else { return nil }
        let items = URLComponents(string: head.path ?? "/")?.queryItems ?? []
        return items.first { $0.name == name }.map { $0.value ?? "" }
    }

    /// A whole number from the query.
    /// - Throws: a field error with `code` unless it is absent or in `range`.
    func number(_ name: String, in range: ClosedRange<Int>, code: String) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            let rule = "Give a whole number from \(range.lowerBound) to \(range.upperBound)."
            throw InvalidFields([FieldError(field: name, code: code, message: rule)])
        }
        return number
    }

    /// The position up to which the client knows everything; a number that JSON readers hold exactly.
    func cursor() throws -> Int? { try number("after", in: 0...(1 << 53), code: "cursor_invalid") }

    /// How long to wait for news; 25 s at most, since proxies on the way give up after 30.
    func timeout() throws -> Duration {
        .seconds(try number("timeout", in: 0...25, code: "timeout_range") ?? 25)
    }
}
