/// What people can ask for: add an app, start, stop, restart, redeploy or remove it.
///
/// Each method checks, writes down what was asked, and hands the work to the queue; the outcome shows on the board.
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

    /// - Throws: ``InvalidFields``, ``StoreError/nameTaken``, ``ContainerHostUnreachable``, ``DiskBelowFloor``; then
    /// nothing was written.
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

    // What is asked of an app is asked of that one: by the time it is done, its name may be another app's.

    /// Starts, restarts or redeploys.
    package func deploy(_ app: App, _ reason: Deployment.Reason, by caller: Caller) throws {
        if reason == .start, app.state == .running { throw AppConflict(state: app.state) }
        try requireRoom()
        _ = try registry.open(reason, for: app, by: caller)
        submitDeployment(of: app)
    }

    /// Goes back to a commit that ran before.
    package func rollBack(_ app: App, to target: CommitID, by caller: Caller) throws {
        try requireRoom()
        _ = try registry.open(.rollback, to: target, for: app, by: caller)
        submitDeployment(of: app)
    }

    /// - Throws: ``InvalidFields``, ``QuotaExceeded``, or what `body` throws; then nothing has changed.
    package func change(_ app: App, by caller: Caller, _ body: (AppSettings) throws -> AppSettings) throws {
        try registry.change(app, by: caller, body)
    }

    package func stop(_ app: App, by caller: Caller) throws {
        try requireDocker()
        try registry.request(.stopRequested, of: app, desired: .stopped, by: caller)
        queue.cancel(app.name)
        submitStop(of: app)
    }

    /// Starts an app again that was stopped because nobody used it, for somebody who opens its link.
    package func wake(_ app: App, by caller: Caller) throws {
        guard app.state == .stopped, app.release?.reason == .idle else { return }
        try deploy(app, .wake, by: caller)
    }

    package func remove(_ app: App, by caller: Caller) throws {
        try registry.request(.removeRequested, of: app, desired: .removed, by: caller)
        queue.cancel(app.name)
        submitRemoval(of: app, by: caller)
    }

    /// Stops an app for a reason of the control center's own; what changed since `app` was taken may be against it.
    /// - Throws: ``AppConflict`` when it has changed.
    package func release(_ app: App, _ reason: Release.Reason) throws {
        try requireDocker()
        try registry.request(
            .stopRequested, of: app, desired: .stopped, release: Release(reason, at: registry.now()), by: .system)
        queue.cancel(app.name)
        submitStop(of: app)
    }

    /// Stops the apps whose lease is over; one that cannot be stopped now is tried again the next time.
    func endLeases() {
        for app in registry.overdue { try? release(app, .leaseEnded) }
    }

    /// What would become of a request for cards if it came now.
    /// - Parameter app: the one whose settings would change; nil asks for a new one.
    package func fit(_ request: GPURequest, of app: App?, for caller: Caller) -> GPUFit {
        guard let seen = hostWatch.sight else {
            return GPUFit(fits: false, why: "Nobody knows: NVIDIA's tool has not answered.", position: nil)
        }
        do {
            return try registry.fit(request, of: app, for: caller.user, on: seen)
        } catch {
            return GPUFit(fits: false, why: "\(error.code): \(error.message) \(error.hint)", position: nil)
        }
    }

    /// Goes on with apps that nothing works on: finishes what a crash left unfinished, and starts what should run and does
    /// not, as after a restart of the machine.
    /// - Parameter seen: as they were when this was found; what came to rest since then is left at rest.
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
            throw ContainerHostUnreachable(reason: "the Docker Engine does not answer")
        }
    }

    /// For a new deployment; one that is gone on with has its room already.
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

    /// A job of an app that is gone by its turn is dropped.
    private func submit(_ app: App, isQuick: Bool, _ work: @escaping @Sendable () async -> Void) {
        queue.submit(
            .init(app: app.name, owner: app.owner, isQuick: isQuick) { [registry] in
                guard registry.app(app.name)?.id == app.id else { return }
                await work()
            })
    }
}
