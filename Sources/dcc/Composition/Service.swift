import Configuration
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
    /// Time limit for shutdown, so that the process has ended within five seconds.
    private static let shutdownTimeout = DispatchTimeInterval.milliseconds(4500)

    private let configuration: ServiceConfiguration
    private let manager: ServiceManager
    private let storage: Storage
    private let machine: Machine
    private let provisioning: Provisioning
    private let observation: Observation
    private let maintenance: Maintenance
    private let web: Web
    private let logger = Logger(label: "dcc")

    /// - Throws: when another dcc process uses the state folder, or a file cannot be created or opened.
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

    /// Resumes unfinished work, then accepts requests.
    /// - Throws: ``FastCGISocketError``.
    func start() throws {
        provisioning.reconciler.start()
        provisioning.scheduler.start()
        machine.hostWatch.start()
        provisioning.inspector.removeLeftovers()
        observation.start()
        maintenance.start()
        let probe = try web.start(given: manager.socket)
        logger.notice(
            "serving",
            metadata: ["socket": "\(configuration.paths.socket)", "firewall": "\(machine.host.firewallChains)"])
        manager.tellReady()
        manager.keepAlive { alive in probe.whenAnswered(alive) }
    }

    /// Answers waiting polls and cancels running jobs, which the next start resumes. Ends the process after
    /// ``shutdownTimeout``, since some work cannot be cancelled, such as deleting a folder of a million files.
    func stop() async {
        logger.notice("stopping")
        DispatchQueue(label: "dcc.shutdown").asyncAfter(deadline: .now() + Self.shutdownTimeout) { [logger] in
            logger.warning("some work has not ended in time; the next start resumes it")
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
