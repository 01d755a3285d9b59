/// All routes, each found in one look-up: by its whole path, or with placeholders among those of as many segments.
struct RouteTable: Sendable {
    struct Match: Sendable {
        let route: Route
        /// Values of the pattern's placeholders, by name.
        let parameters: [String: String]
    }

    let all: [Route]
    private let fixed: [String: [Match]]
    private let open: [Int: [Route]]

    init(_ routes: [Route]) {
        all = routes
        fixed = Dictionary(grouping: routes.filter { !$0.hasPlaceholders }, by: \.pattern)
            .mapValues { $0.map { Match(route: $0, parameters: [:]) } }
        open = Dictionary(grouping: routes.filter(\.hasPlaceholders), by: \.segments.count)
    }

    /// The routes of all methods that match the path.
    func matches(_ path: String) -> [Match] {
        if let found = fixed[path] { return found }
        let segments = Route.segments(of: path[...])
        return (open[segments.count] ?? []).compactMap { route in
            route.match(segments).map { Match(route: route, parameters: $0) }
        }
    }
}
