package import LiveState
package import Model

/// Hands the work that was written down in the ``AppRegistry`` to the ``ProvisioningQueue``: deployments, stops and
/// removals.
package struct JobSubmitter: Sendable {
    private let registry: AppRegistry
    private let queue: ProvisioningQueue
    private let provisioner: Provisioner
    private let hostWatch: HostWatch

    package init(
        registry: AppRegistry, queue: ProvisioningQueue, provisioner: Provisioner, hostWatch: HostWatch
    ) {
        self.registry = registry
        self.queue = queue
        self.provisioner = provisioner
        self.hostWatch = hostWatch
    }

    /// Runs the open deployment.
    package func deploy(_ app: App) {
        submit(app) { [provisioner] in await provisioner.deploy(app.name) }
    }

    /// Stops the app, and cancels its current job.
    package func stop(_ app: App) {
        queue.cancel(app.name)
        submitStop(of: app)
    }

    /// Removes the app, and cancels its current job.
    package func remove(_ app: App, by caller: Caller) {
        queue.cancel(app.name)
        submitRemoval(of: app, by: caller)
    }

    /// Stops an app for a reason of the control center itself, unless the app has changed since `app` was read.
    /// - Throws: ``AppConflict`` if it has changed.
    package func release(_ app: App, _ reason: Release.Reason) async throws {
        try hostWatch.requireDocker()
        let release = Release(reason, at: registry.now())
        try await registry.request(.stopRequested, of: app, desired: .stopped, release: release, by: .system).stored()
        stop(app)
    }

    /// Resumes apps that no job works on: finishes what a crash left unfinished, and starts what should run and
    /// does not, such as after a reboot.
    ///
    /// Blocks the calling thread if new deployments have to be stored for some.
    /// - Parameter seen: the apps as they were when found; those that have settled since are skipped.
    package func resume(_ seen: [App]) {
        var ended: [App] = []
        for before in seen {
            guard let app = registry.app(before.name), app.id == before.id else { continue }
            switch app.state {
            case .removing: submitRemoval(of: app, by: .system)
            case .stopping: submitStop(of: app)
            case .waitingForGPU where registry.isQueuedForGPUs(app.name): registry.wakeScheduler()
            case _ where app.state.isDeploying: deploy(app)
            default:
                let shouldRun = [.running, .unhealthy, .unknown].contains(before.state) || before.isOwedByDocker
                if shouldRun { ended.append(before) }
            }
        }
        guard !ended.isEmpty else { return }
        let opened = Set((try? registry.reopen(ended).waitUntilStored())?.map(\.appID) ?? [])
        for app in ended where opened.contains(app.id) { deploy(app) }
    }

    private func submitStop(of app: App) {
        submit(app) { [provisioner] in await provisioner.stop(app.name) }
    }

    private func submitRemoval(of app: App, by caller: Caller) {
        submit(app) { [provisioner] in await provisioner.remove(app.name, by: caller) }
    }

    /// Drops the job if its app has been removed before it runs.
    private func submit(_ app: App, _ work: @escaping @Sendable () async -> Void) {
        queue.submit(
            .init(app: app.name) { [registry] in
                guard registry.app(app.name)?.id == app.id else { return }
                await work()
            })
    }
}
