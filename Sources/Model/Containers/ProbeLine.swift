/// Recognises the lines that a server writes about the requests of its healthcheck.
///
/// The probe runs in the app's own container and connects to the container's own address, which no visitor does: they
/// come through nginx, from the network's gateway, or with their own address if the server trusts `X-Forwarded-For`.
package enum ProbeLine {
    /// How many words behind the request's method a server may name its peer, as in `GET / (10.208.0.2)` and
    /// `GET "/" for 10.208.0.2`. Farther on is what a client says of itself.
    private static let reach = 3
    private static let separators = Set(" \t\"'`()[]{}|,;=<>")

    /// - Parameter address: the container's own, such as `10.208.0.2`.
    package static func isOne(_ line: String, in address: String) -> Bool {
        // Hundreds of apps write thousands of lines a second.
        guard holds(Array(address.utf8), line.utf8) else { return false }
        let words = LogText.clean(line.utf8).split { separators.contains($0) }
        guard let peer = words.firstIndex(where: { host($0) != nil }), let named = host(words[peer]), named == address
        else { return false }
        if let method = words.firstIndex(of: "GET"), method + 1 < words.count {
            return isProbed(words[method + 1]) && peer <= method + reach
        }
        // What Python's http.server says before it: `code 501, message Unsupported method ('GET')`.
        let rest = words[peer...]
        guard let code = rest.firstIndex(of: "code"), code + 2 < rest.endIndex else { return false }
        return Int(rest[code + 1]) != nil && rest[code + 2] == "message"
    }

    private static func holds(_ part: [UInt8], _ text: String.UTF8View) -> Bool {
        var rest = text[...]
        while let start = rest.firstIndex(of: part[0]) {
            if rest[start...].starts(with: part) { return true }
            rest = rest[rest.index(after: start)...]
        }
        return false
    }

    /// - Parameter target: a path, or a URL as Sanic writes it.
    private static func isProbed(_ target: Substring) -> Bool {
        var path = target
        if target.hasPrefix("http://") {
            let rest = target.dropFirst("http://".count)
            path = rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...]
        }
        return path == "/" || path == "/\(HealthProbe.userAgent)"
    }

    /// The address in a word such as `10.208.0.2`, `10.208.0.2:41234`, `::ffff:10.208.0.2`, `INFO:werkzeug:10.208.0.2`
    /// or `2001:db8::1`.
    /// - Returns: nil for anything else.
    private static func host(_ word: Substring) -> Substring? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        // A port may follow.
        if let last = parts.suffix(2).first(where: isIPv4) { return last }
        let isIPv6 = word.contains("::") || parts.count == 8
        return isIPv6 && parts.allSatisfy({ $0.isEmpty || UInt16($0, radix: 16) != nil }) ? word : nil
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }
}
