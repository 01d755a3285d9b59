import Model
import HTTPTypes

/// One route: method, pattern, access rule and handler.
struct Route: Sendable {
    /// Access rules. Each case passes what was checked to its handler, so that a handler cannot run unchecked.
    enum Access: Sendable {
        /// Anyone, signed in or not.
        case everybody(@Sendable (APIRequest) throws -> Answer)
        /// Users with this role or a higher one.
        case role(Role, @Sendable (APIRequest, Caller) throws -> Answer)
        /// Users who can see the app in the path; for others it does not exist.
        case seesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
        /// Users who can change the app in the path.
        case changesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
        /// Operators, for the app in the path.
        case operatesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
    }

    enum Body: Sendable {
        /// Empty, or an object without fields.
        case none
        /// An object that the handler reads.
        case object
    }

    let method: HTTPRequest.Method
    /// For example `/api/apps/{name}`; a placeholder matches one segment.
    let pattern: String
    let body: Body
    let access: Access
    let segments: [Substring]

    init(_ method: HTTPRequest.Method, _ pattern: String, body: Body = .none, _ access: Access) {
        self.method = method
        self.pattern = pattern
        self.body = body
        self.access = access
        segments = Self.segments(of: pattern[...])
    }

    /// - Throws: ``RequestRefused`` or ``InvalidFields`` for a body that the handler would not read.
    func check(bodyOf request: APIRequest) throws {
        guard body == .none, let content = request.body, !content.isEmpty else { return }
        var broken = BrokenRules()
        broken.addUnknown(in: FormFields(try JSONBody.object(content)), besides: [])
        guard broken.errors.isEmpty else { throw InvalidFields(broken.errors) }
    }

    var hasPlaceholders: Bool { segments.contains { $0.hasPrefix("{") } }

    /// Splits a path or pattern into segments for ``match(_:)``.
    static func segments(of path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// - Parameter given: segments of the request path.
    /// - Returns: placeholder values by name; nil when the path does not match.
    func match(_ given: [Substring]) -> [String: String]? {
        guard segments.count == given.count else { return nil }
        var parameters: [String: String] = [:]
        for (expected, given) in zip(segments, given) {
            if expected.hasPrefix("{") {
                parameters[String(expected.dropFirst().dropLast())] = String(given)
            } else if expected != given {
                return nil
            }
        }
        return parameters
    }
}
