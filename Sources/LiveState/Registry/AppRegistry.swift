package import Model
package import Ports
package import FoundationEssentials

/// The only place that changes an app: state machine, then store, then memory and board.
///
/// Reads come from the latest snapshot and wait for nothing. Changes are closures for the ``RegistryWriter``; each method
/// that makes one returns its ``Commit``.
package final class AppRegistry: Sendable {
    let state: RegistryState
    let store: any AppStore
    private let writer: RegistryWriter
    let quota: Quota
    package let defaultMemory: MemoryLimit
    package let now: @Sendable () -> Date
    let uptime: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - defaultMemory: limit for apps that do not set one.
    ///   - now: wall clock for leases and the GPU queue.
    ///   - uptime: monotonic clock.
    package init(
        store: any AppStore, board: StatusBoard, links: AppLinks, quota: Quota, defaultMemory: MemoryLimit,
        now: @escaping @Sendable () -> Date = { .now },
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        self.store = store
        self.quota = quota
        self.defaultMemory = defaultMemory
        self.now = now
        self.uptime = uptime
        state = RegistryState(RegistrySnapshot(now: now), board: board, links: links)
        writer = RegistryWriter(store: store, state: state)
        let entries = try store.apps().map { app in
            AppEntry(
                app: app, deployment: try store.deployments(of: app.id, limit: 1).first,
                lastGood: try store.lastGoodDeployment(of: app.id))
        }
        try change { draft in
            for entry in entries { draft.keep(entry) }
        }.waitUntilStored()
    }

    package var apps: [App] { state.snapshot.entries.values.map(\.app) }
    package func app(_ name: AppName) -> App? { state.snapshot.entries[name]?.app }
    package func newestDeployment(of name: AppName) -> Deployment? { state.snapshot.entries[name]?.deployment }

    package func lastGoodDeployment(of name: AppName) -> Deployment? { state.snapshot.entries[name]?.lastGood }

    /// True while the app's link leads to the container that its current deployment is going to replace.
    package func isServing(_ name: AppName) -> Bool { state.snapshot.entries[name]?.isServing == true }

    /// What is reserved on each GPU, by UUID.
    package var gpuPromises: [String: [GPUPromise]] { state.snapshot.promises }

    /// Who requested the app's removal; nil if nobody has since the service started.
    package func remover(of name: AppName) -> Caller? { state.snapshot.entries[name]?.remover }

    package func idleNotice(of name: AppName) -> IdleNotice? { state.snapshot.entries[name]?.idle }

    /// Sets or clears the warning that an idle app will be stopped.
    package func setIdleNotice(_ idle: IdleNotice?, of name: AppName) -> Commit<Void> {
        change(synced: false) { draft in
            var entry = try draft.entry(name)
            entry.idle = idle
            draft.keep(entry)
        }
    }

    package func memoryNotice(of name: AppName) -> MemoryNotice? { state.snapshot.entries[name]?.memory }

    /// Sets the notice that the kernel ended processes of a running app.
    package func setMemoryNotice(_ memory: MemoryNotice, of name: AppName) -> Commit<Void> {
        change(synced: false) { draft in
            var entry = try draft.entry(name)
            guard [.running, .unhealthy].contains(entry.app.state) else { return }
            entry.memory = memory
            draft.keep(entry)
        }
    }

    /// Stores the bytes of an app's workspace and of the packages it shares; not published on their own, since a
    /// running app's workspace changes all the time.
    package func measured(workspace: Int64, shared: Int64, of name: AppName) -> Commit<Void> {
        change(synced: false) { draft in
            guard var entry = try? draft.entry(name),
                (entry.app.workspaceBytes, entry.app.sharedBytes) != (workspace, shared)
            else { return }
            entry.app.workspaceBytes = workspace
            entry.app.sharedBytes = shared
            try draft.store.save(entry.app)
            draft.keepQuietly(entry)
        }
    }

    package func leaseAnotherPort(for name: AppName) -> Commit<UInt16> {
        change { draft in
            var entry = try draft.entry(name)
            entry.app.hostPort = try draft.store.leaseAnotherPort(for: entry.app)
            draft.keepQuietly(entry)
            return entry.app.hostPort
        }
    }

    package func remove(_ name: AppName, receipt: RemovalReceipt, by caller: Caller) -> Commit<Void> {
        change { draft in
            let app = try draft.entry(name).app
            guard app.state == .removing else { throw AppNotFound(name: name) }
            try draft.store.remove(app, receipt: receipt, by: caller)
            draft.remove(name, receipt: receipt)
        }
    }

    /// - Parameters:
    ///   - synced: false for what the next start finds out again, from Docker or by running the deployment once more: a
    ///     power failure may undo it.
    ///   - body: runs in a transaction that it may share with other changes.
    func change<Value: Sendable>(
        synced: Bool = true, _ body: @escaping @Sendable (inout RegistryDraft) throws -> Value
    ) -> Commit<Value> {
        writer.submit(synced: synced, body)
    }
}
