package import ControlCenter
package import LiveState
package import Model
package import Operations
import Ports
import Foundation
import Logging
package import SQLiteStore

/// The use cases on a real SQLite store, with fakes for Docker, Git and GPUs.
package final class AppHarness {
    package let host = FakeContainerHost()
    package let source = FakeRepositorySource()
    package let store: SQLiteStore
    package let hub = PollHub(capacity: 100)
    package let board: StatusBoard
    package let registry: AppRegistry
    package let logs: LogBuffer
    package let queue: ProvisioningQueue
    package let reconciler: Reconciler
    package let jobs: JobSubmitter
    package let scheduler: GPUScheduler
    package let clock = HandClock()
    package let service: AppService
    package let inspector: Inspector
    package let gpuWatch: GPUWatch
    package let containers = ContainerDirectory()
    package let usageSource = FakeUsageSource()
    package let usage: UsageRecorder
    package let hostWatch: HostWatch
    package let folder: ScratchFolder
    package let stacks: ScratchFolder
    package let leftovers = FakeLeftoverHost()
    package let cleanup: Cleanup

    package init(
        gpus: [GPU] = [], driver: String? = nil, path: String? = nil, box: SecretBox = SecretBox(),
        quota: Quota = Quota(), diskFloor: DiskFloor = DiskFloor(bytes: 0) { nil },
        images: AllowedImages = AllowedImages(standard: "base"), models: ModelFolders = ModelFolders(),
        builders: DockerfileBuilders = .off
    ) throws {
        folder = try ScratchFolder()
        store = try SQLiteStore(path: path, box: box, ports: 26_000...26_099)
        board = StatusBoard(hub: hub, instance: "here")
        registry = try AppRegistry(
            store: store, board: board, links: AppLinks(domain: "apps.test"), quota: quota,
            defaultMemory: try MemoryLimit(gib: 8), now: { [clock] in clock.now }, uptime: { [clock] in clock.uptime })
        queue = ProvisioningQueue(slots: [.clone: 2, .install: 2, .start: 2, .stop: 2]) { [registry] places in
            _ = registry.show(places)
        }
        logs = LogBuffer(hub: hub)
        let follower = LogFollower(host: host, logs: logs)
        let inventory = FakeGPUInventory(cards: gpus, driver: driver)
        let hosts = RepositoryHosts(allowed: RepositoryHosts.publicForges, appsDomain: "apps.test")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        gpuWatch = GPUWatch(
            inventory: inventory, containers: containers, registry: registry, logs: logs,
            kernelLog: folder.path + "/none")
        hostWatch = HostWatch(
            board: board, hub: hub, gpus: gpuWatch, workspaces: folder.path, baseImage: "base")
        let provisioner = Provisioner(
            queue: queue, registry: registry, logs: logs, source: source, hosts: hosts, host: host, gpus: gpuWatch,
            workspaces: Workspaces(root: folder.path), follower: follower, installation: store.installation,
            settings: .init(
                baseImage: "base", links: AppLinks(domain: "apps.example.com"), limits: Sample.limits,
                models: models, images: images, builders: builders),
            logger: logger)
        inspector = Inspector(source: source, hosts: hosts, workspaces: Workspaces(root: folder.path))
        jobs = JobSubmitter(registry: registry, queue: queue, provisioner: provisioner, hostWatch: hostWatch)
        reconciler = Reconciler(
            registry: registry, logs: logs, host: host, containers: containers, hostWatch: hostWatch, queue: queue,
            jobs: jobs, follower: follower, logger: logger)
        scheduler = GPUScheduler(registry: registry, gpus: gpuWatch, jobs: jobs, hostWatch: hostWatch, logger: logger)
        service = AppService(
            registry: registry, jobs: jobs,
            allowed: AllowedSettings(hosts: hosts, images: images, models: models, builders: builders),
            hostWatch: hostWatch, gpus: gpuWatch, diskFloor: diskFloor)
        usage = UsageRecorder(
            registry: registry, containers: containers, source: usageSource, gpus: gpuWatch, store: store,
            logs: logs, defaultMemory: try MemoryLimit(gib: 8), logger: logger)
        let (stacks, registry, store) = (try ScratchFolder(), registry, store)
        self.stacks = stacks
        cleanup = Cleanup(
            host: leftovers, folders: CleanupFolders(workspaces: Workspaces(root: folder.path), stacks: stacks.path),
            owners: .init(
                apps: { Dictionary(uniqueKeysWithValues: registry.apps.map { ($0.name, $0.uid) }) },
                images: store.imagesInUse, users: store.users),
            ledger: OrphanLedger(file: stacks.path + "/orphans.json"), grace: 3600, now: { [clock] in clock.now })
        reconciler.start()
        scheduler.start()
    }

    @discardableResult
    package func add(_ name: String, gpus: Int = 0, by caller: Caller = Sample.caller) async throws -> AppName {
        let name = try AppName(name)
        _ = try await service.add(NewApp(name: name, settings: try Sample.settings(gpus: gpus)), key: nil, by: caller)
        return name
    }

    package func add(_ names: [String], gpus: Int = 0) async throws -> [AppName] {
        var added: [AppName] = []
        for name in names { added.append(try await add(name, gpus: gpus)) }
        return added
    }

    /// Adds an app that listens nowhere.
    package func addWithoutPort(_ name: String) async throws -> AppName {
        let name = try AppName(name)
        _ = try await service.add(
            NewApp(name: name, settings: try Sample.settings(port: nil)), key: nil, by: Sample.caller)
        return name
    }

    /// Adds an app and waits until it is running.
    package func running(_ name: String) async throws -> AppName {
        let name = try await add(name)
        try await until(name, is: .running)
        return name
    }

    /// The app's current state.
    package func app(_ name: AppName) throws -> App {
        guard let app = registry.app(name) else { throw AppNotFound(name: name) }
        return app
    }

    package func until(_ name: AppName, is state: AppState) async throws {
        while registry.app(name)?.state != state || queue.isBusy(name) { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// Waits until the app has been observed in a state it passes through.
    package func until(_ name: AppName, showing state: AppState) async throws {
        while registry.app(name)?.state != state { try await Task.sleep(for: .milliseconds(2)) }
    }

    package func untilGone(_ name: AppName) async throws {
        while registry.app(name) != nil { try await Task.sleep(for: .milliseconds(2)) }
    }
}
