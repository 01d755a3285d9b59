/// What people can ask for: add an app, start, stop, restart, redeploy or remove it.
///
/// Each method checks, writes down what was asked, and hands the work to the queue; the outcome shows on the board.
package final class AppRegistry: Sendable {
    private let book: AppBook
    private let queue: ProvisioningQueue
    private let provisioner: Provisioner
    private let hosts: RepositoryHosts
    private let hostWatch: HostWatch

    package init(
        book: AppBook, queue: ProvisioningQueue, provisioner: Provisioner, hosts: RepositoryHosts,
        hostWatch: HostWatch
    ) {
        self.book = book
        self.queue = queue
        self.provisioner = provisioner
        self.hosts = hosts
        self.hostWatch = hostWatch
    }

    /// - Throws: ``InvalidFields``, ``StoreError/nameTaken``, ``ContainerHostUnreachable``; then nothing was written.
    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        do {
            _ = try hosts.admit(request.settings.repository)
        } catch {
            throw InvalidFields([error])
        }
        try requireDocker()
        let added = try book.add(request, key: key, by: caller)
        if added.isNew { submitDeployment(of: request.name, owner: added.app.owner) }
        return added
    }

    /// Starts, restarts or redeploys.
    package func deploy(_ name: AppName, _ reason: Deployment.Reason, by caller: Caller) throws {
        guard let app = book.app(name) else { throw AppNotFound(name: name) }
        if reason == .start, app.state == .running { throw AppConflict(state: app.state) }
        try requireDocker()
        _ = try book.open(reason, for: name, by: caller)
        submitDeployment(of: name, owner: app.owner)
    }

    /// Goes back to a commit that ran before.
    package func rollBack(_ name: AppName, to target: CommitID, by caller: Caller) throws {
        guard let app = book.app(name) else { throw AppNotFound(name: name) }
        try requireDocker()
        _ = try book.open(.rollback, to: target, for: name, by: caller)
        submitDeployment(of: name, owner: app.owner)
    }

    /// - Throws: ``InvalidFields``, ``QuotaExceeded``, or what `body` throws; then nothing has changed.
    package func change(
        _ name: AppName, by caller: Caller, _ body: (AppSettings) throws -> AppSettings
    ) throws {
        try book.change(name, by: caller, body)
    }

    package func stop(_ name: AppName, by caller: Caller) throws {
        guard let app = book.app(name) else { throw AppNotFound(name: name) }
        try requireDocker()
        try book.request(.stopRequested, of: name, desired: .stopped, by: caller)
        queue.cancel(name)
        submitStop(of: name, owner: app.owner)
    }

    package func remove(_ name: AppName, by caller: Caller) throws {
        guard let app = book.app(name) else { throw AppNotFound(name: name) }
        try book.request(.removeRequested, of: name, desired: .removed, by: caller)
        queue.cancel(name)
        submitRemoval(of: name, owner: app.owner, by: caller)
    }

    /// Goes on with an app that nothing works on: finishes what a crash left unfinished, and starts what should run and
    /// does not, as after a restart of the machine.
    package func goOn(_ name: AppName) {
        guard let app = book.app(name) else { return }
        switch app.state {
        case .removing: submitRemoval(of: name, owner: app.owner, by: .system)
        case .stopping: submitStop(of: name, owner: app.owner)
        case _ where app.state.isDeploying: submitDeployment(of: name, owner: app.owner)
        default:
            guard (try? book.open(.start, for: name, by: .system)) != nil else { return }
            submitDeployment(of: name, owner: app.owner)
        }
    }

    private func requireDocker() throws {
        guard hostWatch.isDockerReachable else {
            throw ContainerHostUnreachable(reason: "the Docker Engine does not answer")
        }
    }

    private func submitDeployment(of name: AppName, owner: String) {
        queue.submit(.init(app: name, owner: owner) { [provisioner] in await provisioner.deploy(name) })
    }

    private func submitStop(of name: AppName, owner: String) {
        queue.submit(.init(app: name, owner: owner, isQuick: true) { [provisioner] in await provisioner.stop(name) })
    }

    private func submitRemoval(of name: AppName, owner: String, by caller: Caller) {
        queue.submit(
            .init(app: name, owner: owner, isQuick: true) { [provisioner] in
                await provisioner.remove(name, by: caller)
            })
    }
}
