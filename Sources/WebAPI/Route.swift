import ControlCenter
import HTTPTypes

/// A line of the route table: what is asked, who may ask, and who answers.
struct Route: Sendable {
    /// Who may ask. Each case hands its handler what was checked, so that a handler cannot be reached without.
    enum Access: Sendable {
        /// Everybody, signed in or not.
        case everybody(@Sendable (APIRequest) throws -> Answer)
        /// Whoever has this role or a higher one.
        case role(Role, @Sendable (APIRequest, Caller) throws -> Answer)
        /// Whoever sees the app that the path names; to others it is not there.
        case seesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
        /// Whoever may change the app that the path names.
        case changesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
        /// Operators, of the app that the path names.
        case operatesApp(@Sendable (APIRequest, Caller, App) throws -> Answer)
    }

    let method: HTTPRequest.Method
    /// Such as `/api/apps/{name}`; a part in braces matches one segment.
    let pattern: String
    let access: Access
    private let segments: [Substring]

    init(_ method: HTTPRequest.Method, _ pattern: String, _ access: Access) {
        self.method = method
        self.pattern = pattern
        self.access = access
        segments = Self.segments(of: pattern[...])
    }

    var isForEverybody: Bool {
        if case .everybody = access { true } else { false }
    }

    /// A path or a pattern in parts, for ``match(_:)``.
    static func segments(of path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// - Parameter given: the segments of a path.
    /// - Returns: what the open segments hold, nil when the path does not match.
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
