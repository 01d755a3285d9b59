import Configuration
import ControlCenter
import DockerHost
import LiveState
import Logging
import Model
import Operations

/// Measures usage, and stops idle apps.
struct Observation {
    let disk: DiskMeasurement
    let usage: UsageRecorder
    let capacity: CapacityPlan
    let visits: LastAccess
    let idleRelease: IdleRelease

    init(
        _ configuration: ServiceConfiguration, _ storage: Storage, _ machine: Machine, _ provisioning: Provisioning,
        logger: Logger
    ) {
        let (registry, workspaces) = (storage.registry, configuration.paths.workspaces)
        let defaultMemory = configuration.containers.docker.memory
        disk = DiskMeasurement(registry: registry, workspaces: workspaces, host: machine.host, logger: logger)
        usage = UsageRecorder(
            registry: registry, containers: machine.containers, source: UsageSampler(workspaces: workspaces.root),
            gpus: machine.gpus, store: storage.store, logs: storage.logs, defaultMemory: defaultMemory, logger: logger)
        capacity = CapacityPlan(
            store: storage.store, registry: registry, gpus: machine.gpus, defaultMemory: defaultMemory)
        visits = LastAccess()
        idleRelease = IdleRelease(
            registry: registry, visits: visits, warning: configuration.maintenance.idleWarning, logger: logger,
            measure: { [usage] app in
                ActivitySample(
                    usage.latest(app), hasGPUs: registry.newestDeployment(of: app.name)?.gpus.isEmpty == false)
            }, release: { [jobs = provisioning.jobs] app in try await jobs.release(app, .idle) })
    }

    func start() {
        disk.start()
        usage.start()
        idleRelease.start()
    }
}
