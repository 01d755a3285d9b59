import Configuration
import ControlCenter
import FastCGI
import Glibc
import HTTPTypes
import LiveState
import Logging
import Operations
import ServiceManager
import WebAPI

/// The API and its FastCGI socket.
struct Web {
    private static let bodyLimit = 64 * 1024

    private let api: WebAPI
    private let paths: PathsConfiguration
    private let templates: TemplateLibrary

    init(
        _ configuration: ServiceConfiguration, _ storage: Storage, _ machine: Machine, _ provisioning: Provisioning,
        _ observation: Observation, _ maintenance: Maintenance, logger: Logger
    ) {
        paths = configuration.paths
        templates = TemplateLibrary(configuration) { bad in logger.warning("bad template: \(bad)") }
        let page = configuration.page
        api = WebAPI(
            origin: page.origin, roles: page.roles, quota: configuration.provisioning.quota,
            service: provisioning.service, registry: storage.registry, board: storage.board, logs: storage.logs,
            hub: storage.hub, store: storage.store, links: page.links, visits: observation.visits,
            workspaces: configuration.paths.workspaces,
            inspector: provisioning.inspector, usage: observation.usage, capacity: observation.capacity,
            cleanup: maintenance.cleanup, backups: configuration.backups.stateFile,
            images: configuration.offers.images, models: ModelSizes(configuration.offers.models),
            builders: configuration.offers.builders, templates: templates,
            gpuWatch: machine.gpus, hostWatch: machine.hostWatch, logger: logger)
    }

    /// Accepts requests on the socket that systemd passed, or else opens `paths.socket`.
    /// - Returns: tells whether requests are answered.
    /// - Throws: ``FastCGISocketError``.
    func start(given: Int32?) throws -> FastCGIProbe {
        // Logs the bad ones.
        _ = templates.read()
        guard let group = getgrnam(paths.socketGroup)?.pointee.gr_gid else {
            throw InvalidConfiguration([.init("paths.socketGroup", "the group \(paths.socketGroup) does not exist")])
        }
        let socket =
            if let given {
                try FastCGISocket(adopting: given, group: group)
            } else {
                try FastCGISocket(path: paths.socket, group: group)
            }
        try FastCGIServer(socket: socket, bodyLimit: Self.bodyLimit) { [api] in Self.answer($0, api) }.start()
        return FastCGIProbe(socket, path: "/healthz")
    }

    private static func answer(_ exchange: FastCGIExchange, _ api: WebAPI) {
        let received = exchange.request
        let request = APIRequest(
            head: received.head, user: received.user, groups: received.groups, address: received.address,
            id: received.id, body: received.body)
        switch api.answer(request) {
        case .now(let response): exchange.respond(response.head, response.body)
        case .soon(let work):
            Task {
                let response = await work()
                exchange.respond(response.head, response.body)
            }
        case .later(let start):
            switch start({ exchange.respond($0.head, $0.body) }) {
            case .waiting(let leave): exchange.park(onLeave: leave)
            case .answered: break
            case .refused: exchange.respond(WebAPI.busy.head, WebAPI.busy.body)
            }
        }
    }
}
