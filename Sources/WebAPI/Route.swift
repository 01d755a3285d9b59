import HTTPTypes

/// A line of the route table.
struct Route: Sendable {
    let method: HTTPRequest.Method
    /// Such as `/api/apps/{name}`; a part in braces matches one segment.
    let pattern: String
    /// Answered without sign-in.
    let isPublic: Bool
    let handler: @Sendable (APIRequest) throws -> Answer

    init(
        _ method: HTTPRequest.Method, _ pattern: String, isPublic: Bool = false,
        _ handler: @escaping @Sendable (APIRequest) throws -> Answer
    ) {
        self.method = method
        self.pattern = pattern
        self.isPublic = isPublic
        self.handler = handler
    }

    /// - Returns: what the open segments hold, nil when the path does not match.
    func match(_ path: Substring) -> [String: String]? {
        let expected = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        guard expected.count == given.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, given) in zip(expected, given) {
            if expected.hasPrefix("{") {
                parameters[String(expected.dropFirst().dropLast())] = String(given)
            } else if expected != given {
                return nil
            }
        }
        return parameters
    }
}
