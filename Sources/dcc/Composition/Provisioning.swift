import Configuration
import SQLiteStore
import ControlCenter
import FoundationEssentials
import GitSource
import LiveState
import Logging
import Operations

/// Deploys apps, reconciles them with Docker, and schedules GPUs.
struct Provisioning {
    let queue: ProvisioningQueue
    let jobs: JobSubmitter
    let reconciler: Reconciler
    let scheduler: GPUScheduler
    let service: AppService
    let inspector: Inspector

    init(
        _ configuration: ServiceConfiguration, _ storage: Storage, _ machine: Machine, logger: Logger
    ) throws {
        let (registry, logs) = (storage.registry, storage.logs)
        let (hosts, workspaces) = (configuration.repositories.hosts, configuration.paths.workspaces)
        let source = GitFetcher(executable: try Self.executable(), caBundle: configuration.repositories.caBundle)
        queue = ProvisioningQueue(slots: configuration.provisioning.slots) { places in
            _ = registry.show(places)
        }
        let provisioner = Provisioner(
            queue: queue, registry: registry, logs: logs, source: source, hosts: hosts, host: machine.host,
            gpus: machine.gpus, workspaces: workspaces, follower: machine.follower,
            installation: storage.store.installation,
            settings: .init(
                baseImage: configuration.containers.baseImage, links: configuration.page.links,
                limits: configuration.provisioning.limits, models: configuration.offers.models,
                images: configuration.offers.images, builders: configuration.offers.builders),
            logger: logger)
        jobs = JobSubmitter(
            registry: registry, queue: queue, provisioner: provisioner, hostWatch: machine.hostWatch)
        reconciler = Reconciler(
            registry: registry, logs: logs, host: machine.host, containers: machine.containers,
            hostWatch: machine.hostWatch, queue: queue, jobs: jobs, follower: machine.follower, logger: logger)
        scheduler = GPUScheduler(
            registry: registry, gpus: machine.gpus, jobs: jobs, hostWatch: machine.hostWatch, logger: logger)
        service = AppService(
            registry: registry, jobs: jobs,
            allowed: configuration.allowedSettings, hostWatch: machine.hostWatch, gpus: machine.gpus,
            diskFloor: configuration.provisioning.diskFloor)
        inspector = Inspector(source: source, hosts: hosts, workspaces: workspaces)
    }

    /// This program, for the clone child.
    private static func executable() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
