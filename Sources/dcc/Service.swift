import Ports
import ControlCenter
import LiveState
import Model
import Operations
import Dispatch
import DockerHost
import FastCGI
import FoundationEssentials
import GitSource
import Glibc
import HTTPTypes
import Logging
import NVIDIAHost
import ResticBackup
import SQLiteStore
import ServiceManager
import WebAPI

/// The composition root: every room is made here and given what it needs.
struct Service {
    private static let bodyLimit = 64 * 1024
    /// How long ending may take: five seconds for whoever waits, less what it takes to go.
    private static let lastMoment = DispatchTimeInterval.milliseconds(4500)

    private let configuration: ServiceConfiguration
    private let manager: ServiceManager
    private let lock: InstanceLock
    private let hub: PollHub
    private let queue: ProvisioningQueue
    private let hostWatch: HostWatch
    private let reconciler: Reconciler
    private let scheduler: GPUScheduler
    private let inspector: Inspector
    private let api: WebAPI
    private let disk: DiskMeasurement
    private let usage: UsageRecorder
    private let idleRelease: IdleRelease
    private let cleanupSchedule: CleanupSchedule
    private let backups: BackupSchedule?
    private let firewallChains: String
    private let logger = Logger(label: "dcc")

    /// - Throws: when another service works on the same data, or a file cannot be made or opened.
    init(_ configuration: ServiceConfiguration, startedBy manager: ServiceManager) throws {
        self.configuration = configuration
        self.manager = manager
        // Start commands and logs are nobody's business but the service's, whoever made the folder.
        umask(0o077)
        try FileManager.default.createDirectory(atPath: configuration.state, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: configuration.workspaces.root, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: configuration.state)
        // Each clone child walks through it to its app's folder.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: configuration.workspaces.root)
        lock = try InstanceLock(folder: configuration.state)
        try RestoreJournal.finish(state: configuration.state, copies: DatabaseCopy())
        let store = try SQLiteStore(
            path: configuration.state + "/dcc.db", box: try SecretBox(keyFile: configuration.state + "/secrets.key"),
            ports: configuration.ports)

        hub = PollHub(capacity: configuration.waiters)
        let board = StatusBoard(hub: hub, instance: UUID().uuidString)
        let registry = try AppRegistry(
            store: store, board: board, links: configuration.links, quota: configuration.quota,
            defaultMemory: configuration.docker.memory)
        let logs = LogBuffer(hub: hub)
        for app in registry.apps {
            logs.conceal(app.secrets, of: app.name)
            guard let deployment = registry.newestDeployment(of: app.name) else { continue }
            // What the container wrote comes from Docker again.
            logs.restore(try store.keptLines(of: deployment.id).deployment.filter { $0.source != .app }, of: app.name)
        }

        let host = try DockerHost(settings: configuration.docker, installation: store.installation)
        firewallChains = host.firewallChains
        let inventory = NVIDIAHost()
        let follower = LogFollower(host: host, logs: logs)
        queue = ProvisioningQueue(width: configuration.concurrency)
        let containers = ContainerDirectory()
        let gpus = GPUWatch(
            inventory: inventory, containers: containers, registry: registry, logs: logs,
            kernelLog: configuration.kernelLog)
        hostWatch = HostWatch(
            board: board, hub: hub, gpus: gpus, workspaces: configuration.workspaces.root,
            baseImage: configuration.provisioner.baseImage)
        let source = GitFetcher(executable: try Self.executable(), caBundle: configuration.gitCABundle)
        let provisioner = Provisioner(
            registry: registry, logs: logs,
            source: source, hosts: configuration.repositoryHosts, host: host, gpus: gpus,
            workspaces: configuration.workspaces, follower: follower, installation: store.installation,
            settings: configuration.provisioner, logger: logger)
        let jobs = JobSubmitter(registry: registry, queue: queue, provisioner: provisioner, hostWatch: hostWatch)
        reconciler = Reconciler(
            registry: registry, logs: logs, host: host, containers: containers, hostWatch: hostWatch, queue: queue,
            jobs: jobs, follower: follower, logger: logger)
        scheduler = GPUScheduler(registry: registry, gpus: gpus, jobs: jobs, hostWatch: hostWatch, logger: logger)
        let service = AppService(
            registry: registry, jobs: jobs, hosts: configuration.repositoryHosts, hostWatch: hostWatch, gpus: gpus,
            diskFloor: configuration.diskFloor)
        inspector = Inspector(
            source: source, hosts: configuration.repositoryHosts, workspaces: configuration.workspaces)
        disk = DiskMeasurement(registry: registry, workspaces: configuration.workspaces, logger: logger)
        usage = UsageRecorder(
            registry: registry, containers: containers, source: UsageSampler(workspaces: configuration.workspaces.root),
            gpus: gpus, store: store, defaultMemory: configuration.docker.memory, logger: logger)
        let capacity = CapacityPlan(
            store: store, registry: registry, gpus: gpus, defaultMemory: configuration.docker.memory)
        let visits = LastAccess()
        idleRelease = IdleRelease(
            registry: registry, visits: visits, warning: configuration.idleWarning, logger: logger,
            measure: { [usage] app in
                ActivitySample(
                    usage.latest(app), hasGPUs: registry.newestDeployment(of: app.name)?.gpus.isEmpty == false)
            }, release: { [jobs] app in try jobs.release(app, .idle) })
        let cleanup = Cleanup(
            host: host,
            folders: CleanupFolders(workspaces: configuration.workspaces, stacks: configuration.docker.stacks),
            owners: .init(
                apps: { Dictionary(uniqueKeysWithValues: registry.apps.map { ($0.name, $0.uid) }) }, users: store.users),
            ledger: OrphanLedger(file: configuration.orphansFile), grace: configuration.cleanupGrace)
        cleanupSchedule = CleanupSchedule(cleanup, audit: store, hours: configuration.cleanupHours, logger: logger)
        backups = try configuration.backup.map { [logger] _ in
            BackupSchedule(
                routine: BackupRoutine(
                    repository: try configuration.backupRepository(), file: configuration.backupState),
                hours: configuration.backupHours, drillDays: configuration.drillDays, audit: store, logger: logger)
        }
        api = WebAPI(
            origin: configuration.origin, roles: configuration.roles, quota: configuration.quota, service: service,
            registry: registry, board: board, logs: logs, hub: hub, store: store, links: configuration.links,
            visits: visits, inspector: inspector, usage: usage, capacity: capacity, cleanup: cleanup,
            backups: configuration.backupState, gpuWatch: gpus, hostWatch: hostWatch, logger: logger)
    }

    /// Goes on with what was left unfinished, then takes requests.
    /// - Throws: ``FastCGISocketError``.
    func start() throws {
        reconciler.start()
        scheduler.start()
        hostWatch.start()
        inspector.removeLeftovers()
        removeLeftoversOfRestores()
        disk.start()
        usage.start()
        idleRelease.start()
        cleanupSchedule.start()
        backups?.start()
        guard let group = getgrnam(configuration.socketGroup)?.pointee.gr_gid else {
            throw ConfigurationError(key: "paths.socketGroup", rule: "there is no group \(configuration.socketGroup)")
        }
        let socket =
            if let given = manager.socket {
                try FastCGISocket(adopting: given, group: group)
            } else {
                try FastCGISocket(path: configuration.socket, group: group)
            }
        FastCGIServer(socket: socket, bodyLimit: Self.bodyLimit) { [api] in Self.answer($0, api) }.start()
        logger.notice(
            "serving", metadata: ["socket": "\(configuration.socket)", "firewall": "\(firewallChains)"])
        manager.tellReady()
        manager.keepAlive { [reconciler] alive in reconciler.afterNextPass(alive) }
    }

    /// No restore runs beside this service, which holds the lock.
    private func removeLeftoversOfRestores() {
        guard let repository = try? configuration.backupRepository() else { return }
        DispatchQueue.global(qos: .utility).async { repository.removeLeftovers() }
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
        hub.close()
        async let inspectionsEnded: Void = inspector.close()
        async let jobsEnded: Void = queue.close()
        _ = await (inspectionsEnded, jobsEnded)
        FastCGIServer.drain()
        logger.notice("stopped")
    }

    /// From FastCGI to the API and back.
    private static func answer(_ exchange: FastCGIExchange, _ api: WebAPI) {
        let received = exchange.request
        let request = APIRequest(
            head: received.head, user: received.user, groups: received.groups, address: received.address,
            id: received.id, body: received.body)
        switch api.answer(request) {
        case .now(let response): exchange.respond(response.head, response.body)
        case .later(let start):
            switch start({ exchange.respond($0.head, $0.body) }) {
            case .waiting(let leave): exchange.park(onLeave: leave)
            case .answered: break
            case .refused: exchange.respond(WebAPI.busy.head, WebAPI.busy.body)
            }
        }
    }

    /// This program, for the clone child.
    private static func executable() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
