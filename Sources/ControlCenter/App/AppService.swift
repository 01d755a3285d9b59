/// The use cases: add, start, stop, restart, redeploy or remove an app.
///
/// Each method validates and stores the request, then enqueues the work; the result appears on the board.
package final class AppService: Sendable {
    private let registry: AppRegistry
    private let queue: ProvisioningQueue
    private let provisioner: Provisioner
    private let hosts: RepositoryHosts
    private let hostWatch: HostWatch
    private let diskFloor: DiskFloor

    package init(
        registry: AppRegistry, queue: ProvisioningQueue, provisioner: Provisioner, hosts: RepositoryHosts,
        hostWatch: HostWatch, diskFloor: DiskFloor
    ) {
        self.registry = registry
        self.queue = queue
        self.provisioner = provisioner
        self.hosts = hosts
        self.hostWatch = hostWatch
        self.diskFloor = diskFloor
    }

    /// - Throws: ``InvalidFields``, ``StoreError/nameTaken``, ``ContainerHostUnreachable``, ``DiskBelowFloor``; nothing
    /// has been written then.
    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        do {
            _ = try hosts.admit(request.settings.repository)
        } catch {
            throw InvalidFields([error])
        }
        try requireRoom()
        let added = try registry.add(request, key: key, by: caller)
        if added.isNew { submitDeployment(of: added.app) }
        return added
    }

    // Requests are bound to the app's ID: the name may belong to another app by the time the work runs.

    /// Starts, restarts or redeploys.
    package func deploy(_ app: App, _ reason: Deployment.Reason, by caller: Caller) throws {
        if reason == .start, app.state == .running { throw AppConflict(state: app.state) }
        try requireRoom()
        _ = try registry.open(reason, for: app, by: caller)
        submitDeployment(of: app)
    }

    /// Rolls back to a commit that ran before.
    package func rollBack(_ app: App, to target: CommitID, by caller: Caller) throws {
        try requireRoom()
        _ = try registry.open(.rollback, to: target, for: app, by: caller)
        submitDeployment(of: app)
    }

    /// - Throws: ``InvalidFields``, ``QuotaExceeded``, or what `body` throws; nothing has changed then.
    package func change(_ app: App, by caller: Caller, _ body: (AppSettings) throws -> AppSettings) throws {
        try registry.change(app, by: caller, body)
    }

    package func stop(_ app: App, by caller: Caller) throws {
        try requireDocker()
        try registry.request(.stopRequested, of: app, desired: .stopped, by: caller)
        queue.cancel(app.name)
        submitStop(of: app)
    }

    /// Restarts an app that was stopped for being idle, when a user opens its link.
    package func wake(_ app: App, by caller: Caller) throws {
        guard app.state == .stopped, app.release?.reason == .idle else { return }
        try deploy(app, .wake, by: caller)
    }

    package func remove(_ app: App, by caller: Caller) throws {
        try registry.request(.removeRequested, of: app, desired: .removed, by: caller)
        queue.cancel(app.name)
        submitRemoval(of: app, by: caller)
    }

    /// Stops an app for a reason of the control center itself, unless the app has changed since `app` was read.
    /// - Throws: ``AppConflict`` if it has changed.
    package func release(_ app: App, _ reason: Release.Reason) throws {
        try requireDocker()
        try registry.request(
            .stopRequested, of: app, desired: .stopped, release: Release(reason, at: registry.now()), by: .system)
        queue.cancel(app.name)
        submitStop(of: app)
    }

    /// Stops apps whose lease has expired; those that cannot be stopped now are retried at the next check.
    func endLeases() {
        for app in registry.overdue { try? release(app, .leaseEnded) }
    }

    /// Checks whether a GPU request would fit if it were made now.
    /// - Parameter app: the app whose settings would change; nil for a new app.
    package func fit(_ request: GPURequest, of app: App?, for caller: Caller) -> GPUFit {
        guard let seen = hostWatch.sight else {
            return GPUFit(fits: false, why: "Unknown: nvidia-smi has not answered.", position: nil)
        }
        do {
            return try registry.fit(request, of: app, for: caller.user, on: seen)
        } catch {
            return GPUFit(fits: false, why: "\(error.code): \(error.message) \(error.hint)", position: nil)
        }
    }

    /// Resumes apps that have no running job: finishes work interrupted by a crash, and starts apps that should run but
    /// do not, such as after a reboot.
    /// - Parameter seen: the apps as they were when found; those that have settled since are skipped.
    package func goOn(_ seen: [App]) {
        var ended: [App] = []
        for before in seen {
            guard let app = registry.app(before.name), app.id == before.id else { continue }
            switch app.state {
            case .removing: submitRemoval(of: app, by: .system)
            case .stopping: submitStop(of: app)
            case .waitingForGPU where registry.waitsInLine(app.name): registry.ringLine()
            case _ where app.state.isDeploying: submitDeployment(of: app)
            default: if [.running, .unhealthy, .unknown].contains(before.state) { ended.append(before) }
            }
        }
        let opened = Set((try? registry.reopen(ended))?.map(\.appID) ?? [])
        for app in ended where opened.contains(app.id) { submitDeployment(of: app) }
    }

    var isDockerReachable: Bool { hostWatch.isDockerReachable }

    private func requireDocker() throws {
        guard isDockerReachable else {
            throw ContainerHostUnreachable(reason: "the Docker Engine is not responding")
        }
    }

    /// Only for new deployments; a resumed one has its disk space already.
    private func requireRoom() throws {
        try requireDocker()
        try diskFloor.check()
    }

    private func submitDeployment(of app: App) {
        submit(app, isQuick: false) { [provisioner] in await provisioner.deploy(app.name) }
    }

    private func submitStop(of app: App) {
        submit(app, isQuick: true) { [provisioner] in await provisioner.stop(app.name) }
    }

    private func submitRemoval(of app: App, by caller: Caller) {
        submit(app, isQuick: true) { [provisioner] in await provisioner.remove(app.name, by: caller) }
    }

    /// Drops the job if its app has been removed before it runs.
    private func submit(_ app: App, isQuick: Bool, _ work: @escaping @Sendable () async -> Void) {
        queue.submit(
            .init(app: app.name, owner: app.owner, isQuick: isQuick) { [registry] in
                guard registry.app(app.name)?.id == app.id else { return }
                await work()
            })
    }
}
