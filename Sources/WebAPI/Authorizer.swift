import LiveState
import Model
import HTTPTypes

/// Authenticates the caller, rejects changes that another site sends, and checks the route's access rule; everything
/// else is denied.
struct Authorizer {
    let requestGuard: CSRFGuard
    let roles: RoleMap
    let registry: AppRegistry

    /// - Throws: ``RequestRefused``, ``InvalidFields``, ``UnknownApp``, ``HiddenApp``, or the handler's error.
    func answer(_ request: APIRequest, by route: Route) throws -> Answer {
        switch route.access {
        case .everybody(let handler):
            try requestGuard.check(request)
            try route.check(bodyOf: request)
            return try handler(request)
        case .role(let role, let handler):
            let caller = try admitted(request)
            guard caller.role >= role else { throw Self.roleTooLow(caller.role) }
            try route.check(bodyOf: request)
            return try handler(request, caller)
        case .seesApp(let handler):
            let caller = try admitted(request)
            let app = try app(of: request, seenBy: caller)
            try route.check(bodyOf: request)
            return try handler(request, caller, app)
        case .changesApp(let handler):
            let caller = try admitted(request)
            let app = try app(of: request, seenBy: caller)
            guard caller.mayChange(app) else {
                guard caller.role >= .member else { throw Self.roleTooLow(caller.role) }
                throw Self.refused("not_yours", "Only \(app.owner) and operators can change this app.")
            }
            try route.check(bodyOf: request)
            return try handler(request, caller, app)
        case .operatesApp(let handler):
            let caller = try admitted(request)
            let app = try app(of: request, seenBy: caller)
            guard caller.role == .operator else { throw Self.roleTooLow(caller.role) }
            try route.check(bodyOf: request)
            return try handler(request, caller, app)
        }
    }

    /// - Throws: ``RequestRefused``.
    private func admitted(_ request: APIRequest) throws(RequestRefused) -> Caller {
        let caller = try caller(of: request)
        try requestGuard.check(request)
        return caller
    }

    /// - Throws: ``RequestRefused`` `not_signed_in` or `no_role`.
    func caller(of request: APIRequest) throws(RequestRefused) -> Caller {
        guard let user = request.user else {
            throw RequestRefused(problem: Problem(.unauthorized, "not_signed_in", "Sign in first."))
        }
        let groups = Set(request.groups.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty })
        guard let role = roles.role(of: user, groups: groups) else {
            throw Self.refused("no_role", "\(user) has no role. Ask an operator for access.")
        }
        return Caller(
            user: user, groups: groups, role: role, address: request.address,
            request: request.id.isEmpty ? nil : request.id)
    }

    /// Treats an app that the caller may not see as missing.
    private func app(of request: APIRequest, seenBy caller: Caller) throws -> App {
        guard let text = request.parameters["name"], let name = try? AppName(text), let app = registry.app(name) else {
            throw UnknownApp()
        }
        guard caller.maySee(app) else { throw HiddenApp() }
        return app
    }

    /// Trims only leading and trailing spaces: a group name may contain spaces.
    private static func trimmed(_ group: Substring) -> String {
        let isSpace = { (character: Character) in character == " " }
        return String(group.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    private static func roleTooLow(_ role: Role) -> RequestRefused {
        refused("role_too_low", "The role “\(role.rawValue)” does not allow this.")
    }

    private static func refused(_ code: String, _ message: String) -> RequestRefused {
        RequestRefused(problem: Problem(.forbidden, code, message))
    }
}

/// The path does not name an existing app.
struct UnknownApp: Error {}

/// The path names an app that the caller may not see. Reported to the caller as missing.
struct HiddenApp: Error {}
