package import LiveState
package import Model
package import Operations
package import Ports

/// The use cases: add, start, stop, restart, redeploy or remove an app.
///
/// Each method validates and stores the request, then enqueues the work; the result appears on the board.
package final class AppService: Sendable {
    private let registry: AppRegistry
    private let jobs: JobSubmitter
    private let allowed: AllowedSettings
    private let hostWatch: HostWatch
    private let gpus: GPUWatch
    private let diskFloor: DiskFloor

    package init(
        registry: AppRegistry, jobs: JobSubmitter, allowed: AllowedSettings, hostWatch: HostWatch, gpus: GPUWatch,
        diskFloor: DiskFloor
    ) {
        self.registry = registry
        self.jobs = jobs
        self.allowed = allowed
        self.hostWatch = hostWatch
        self.gpus = gpus
        self.diskFloor = diskFloor
    }

    /// - Throws: ``InvalidFields``, ``StoreError/nameTaken``, ``ContainerHostUnreachable``, ``DiskBelowFloor``; nothing
    /// has been written then.
    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) async throws -> AddedApp {
        try allowed.admit(request.settings, by: caller.role)
        try requireRoom()
        let added = try await registry.add(request, key: key, by: caller).stored()
        if added.isNew { jobs.submit(added.app) }
        return added
    }

    // Requests are bound to the app's ID: the name may belong to another app by the time the work runs.

    /// Starts, restarts or redeploys.
    package func deploy(_ app: App, _ reason: Deployment.Reason, by caller: Caller) async throws {
        if reason == .start, app.state == .running { throw AppConflict(state: app.state) }
        try requireRoom()
        _ = try await registry.open(reason, for: app, by: caller).stored()
        jobs.submit(app)
    }

    /// Rolls back to a commit that ran before.
    /// - Parameters:
    ///   - image: ID of the image that ran with it; nil if unknown.
    ///   - packages: name of the packages that ran with it; nil if unknown.
    package func rollBack(
        _ app: App, to target: CommitID, image: String?, packages: String? = nil, by caller: Caller
    ) async throws {
        try requireRoom()
        _ = try await registry.open(.rollback, to: target, image: image, packages: packages, for: app, by: caller)
            .stored()
        jobs.submit(app)
    }

    /// - Throws: ``InvalidFields``, ``QuotaExceeded``, or what `body` throws; nothing has changed then.
    package func change(
        _ app: App, by caller: Caller, _ body: @escaping @Sendable (AppSettings) throws -> AppSettings
    ) async throws {
        try await registry.change(app, by: caller) { [allowed] present in
            let settings = try body(present)
            try allowed.admit(settings, changing: present, by: caller.role)
            return settings
        }.stored()
    }

    package func stop(_ app: App, by caller: Caller) async throws {
        try hostWatch.requireDocker()
        try await registry.request(.stopRequested, of: app, desired: .stopped, by: caller).stored()
        jobs.interrupt(app)
    }

    /// Restarts an app that was stopped for being idle, when a user opens its link.
    package func wake(_ app: App, by caller: Caller) async throws {
        guard app.isAsleep else { return }
        try await deploy(app, .wake, by: caller)
    }

    package func remove(_ app: App, by caller: Caller) async throws {
        try await registry.request(.removeRequested, of: app, desired: .removed, by: caller).stored()
        jobs.interrupt(app)
    }

    /// Checks whether a GPU request would fit if it were made now.
    /// - Parameter app: the app whose settings would change; nil for a new app.
    package func fit(_ request: GPURequest, of app: App?, for caller: Caller) -> GPUFit {
        guard let seen = gpus.lastSnapshot else {
            return GPUFit(fits: false, why: "Unknown: nvidia-smi has not answered.", position: nil)
        }
        do {
            return try registry.fit(request, of: app, for: caller.user, on: seen)
        } catch {
            return GPUFit(fits: false, why: "\(error.code): \(error.message) \(error.hint)", position: nil)
        }
    }

    /// Only for new deployments; a resumed one has its disk space already.
    private func requireRoom() throws {
        try hostWatch.requireDocker()
        try diskFloor.check()
    }
}
