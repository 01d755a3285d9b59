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

    /// Does what the app's state asks for, after its current job.
    package func submit(_ app: App) {
        queue.submit(
            .init(app: app.name) { [registry] in
                registry.app(app.name).flatMap(JobPurpose.init)
            } work: { [provisioner, registry] purpose in
                switch purpose.kind {
                case .deploy: await provisioner.deploy(app.name)
                case .stop: await provisioner.stop(app.name)
                case .remove: await provisioner.remove(app.name, by: registry.remover(of: app.name) ?? .system)
                }
            })
    }

    /// Does what the app's state asks for instead of its current job, unless that does it already: by the time a stop
    /// gets here, the app's removal may have been requested, and be under way.
    package func interrupt(_ app: App) {
        queue.cancel(app.name) { [registry] running in running != registry.app(app.name).flatMap(JobPurpose.init) }
        submit(app)
    }

    /// Stops an app for a reason of the control center itself, unless the app has changed since `app` was read.
    /// - Throws: ``AppConflict`` if it has changed.
    package func release(_ app: App, _ reason: Release.Reason) async throws {
        try hostWatch.requireDocker()
        let release = Release(reason, at: registry.now())
        try await registry.request(.stopRequested, of: app, desired: .stopped, release: release, by: .system).stored()
        interrupt(app)
    }

    /// Resumes apps that no job works on: finishes what a crash left unfinished, and starts what should run and
    /// does not, such as after a reboot.
    ///
    /// Blocks the calling thread if new deployments have to be stored for some.
    /// - Parameter seen: the apps as they were when found; those that have settled since are skipped.
    /// - Throws: why the new deployments could not be stored; the other apps are resumed.
    package func resume(_ seen: [App]) throws {
        var ended: [App] = []
        for before in seen {
            guard let app = registry.app(before.name), app.id == before.id else { continue }
            switch app.state {
            case .waitingForGPU where registry.isQueuedForGPUs(app.name): registry.wakeScheduler()
            case _ where app.state.isWorking: submit(app)
            default:
                let shouldRun = [.running, .unhealthy, .unknown].contains(before.state) || before.isOwedByDocker
                if shouldRun { ended.append(before) }
            }
        }
        guard !ended.isEmpty else { return }
        let opened = Set(try registry.reopen(ended).waitUntilStored().map(\.appID))
        for app in ended where opened.contains(app.id) { submit(app) }
    }
}
