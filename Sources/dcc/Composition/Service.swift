import ControlCenter
import Dispatch
import DockerHost
import FastCGI
import Glibc
import LiveState
import Logging
import Operations
import ServiceManager

/// The composition root: each group is built from the configuration and the groups before it.
struct Service {
    /// How long ending may take: five seconds for whoever waits, less what it takes to go.
    private static let lastMoment = DispatchTimeInterval.milliseconds(4500)

    private let configuration: ServiceConfiguration
    private let manager: ServiceManager
    private let storage: Storage
    private let machine: Machine
    private let provisioning: Provisioning
    private let observation: Observation
    private let maintenance: Maintenance
    private let web: Web
    private let logger = Logger(label: "dcc")

    /// - Throws: when another service works on the same data, or a file cannot be made or opened.
    init(_ configuration: ServiceConfiguration, startedBy manager: ServiceManager) throws {
        self.configuration = configuration
        self.manager = manager
        storage = try Storage(configuration)
        machine = try Machine(configuration, storage)
        provisioning = try Provisioning(configuration, storage, machine, logger: logger)
        observation = Observation(configuration, storage, machine, provisioning, logger: logger)
        maintenance = try Maintenance(configuration, storage, machine, logger: logger)
        web = Web(configuration, storage, machine, provisioning, observation, maintenance, logger: logger)
    }

    /// Goes on with what was left unfinished, then takes requests.
    /// - Throws: ``FastCGISocketError``.
    func start() throws {
        provisioning.reconciler.start()
        provisioning.scheduler.start()
        machine.hostWatch.start()
        provisioning.inspector.removeLeftovers()
        observation.start()
        maintenance.start()
        try web.start(given: manager.socket)
        logger.notice(
            "serving",
            metadata: ["socket": "\(configuration.paths.socket)", "firewall": "\(machine.host.firewallChains)"])
        manager.tellReady()
        manager.keepAlive { [reconciler = provisioning.reconciler] alive in reconciler.afterNextPass(alive) }
    }

    /// Answers who waits, ends what runs; what was not finished is gone on with at the next start. Ends the process when
    /// that takes longer than anybody wants to wait: a folder of a million files on its way out does not hear of it.
    func stop() async {
        logger.notice("stopping")
        DispatchQueue(label: "dcc.last-moment").asyncAfter(deadline: .now() + Self.lastMoment) { [logger] in
            logger.warning("not everything has ended; the next start goes on with it")
            _exit(EXIT_SUCCESS)
        }
        manager.tellStopping()
        storage.hub.close()
        async let inspectionsEnded: Void = provisioning.inspector.close()
        async let jobsEnded: Void = provisioning.queue.close()
        _ = await (inspectionsEnded, jobsEnded)
        FastCGIServer.drain()
        logger.notice("stopped")
    }
}
