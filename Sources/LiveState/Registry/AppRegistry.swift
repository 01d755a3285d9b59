package import Model
package import Ports
package import FoundationEssentials
import Synchronization

/// The only place that changes an app: state machine → store → board, in this order, one change at a time.
package final class AppRegistry: Sendable {
    let entries = Mutex<[AppName: AppEntry]>([:])
    /// Last GPU snapshot. Guarded by `entries`.
    let snapshot = Mutex(GPUSnapshot())
    let schedulerWake = Mutex<@Sendable () -> Void>({})
    let store: any AppStore
    private let board: StatusBoard
    private let links: AppLinks
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
        self.board = board
        self.links = links
        self.quota = quota
        self.defaultMemory = defaultMemory
        self.now = now
        self.uptime = uptime
        for app in try store.apps() {
            let entry = AppEntry(
                app: app, deployment: try store.deployments(of: app.id, limit: 1).first,
                usualSeconds: AppEntry.seconds(of: try store.lastGoodDeployment(of: app.id)))
            entries.withLock { $0[app.name] = entry }
            publish(entry)
        }
        entries.withLock { renumberQueue(&$0) }
    }

    package var apps: [App] { entries.withLock { $0.values.map(\.app) } }
    package func app(_ name: AppName) -> App? { entries.withLock { $0[name]?.app } }
    package func newestDeployment(of name: AppName) -> Deployment? { entries.withLock { $0[name]?.deployment } }

    /// Sets or clears the warning that an idle app will be stopped.
    package func setIdleNotice(_ idle: IdleNotice?, of name: AppName) {
        entries.withLock { entries in
            guard var entry = entries[name], entry.idle != idle else { return }
            entry.idle = idle
            entries[name] = entry
            publish(entry)
        }
    }

    /// Stores the bytes of an app's workspace and of the packages it shares; not published on their own, since a
    /// running app's workspace changes all the time.
    package func measured(workspace: Int64, shared: Int64, of name: AppName) throws {
        try entries.withLock { entries in
            guard var app = entries[name]?.app, (app.workspaceBytes, app.sharedBytes) != (workspace, shared)
            else { return }
            app.workspaceBytes = workspace
            app.sharedBytes = shared
            try store.save([app])
            entries[name]?.app = app
        }
    }

    package func leaseAnotherPort(for name: AppName) throws -> UInt16 {
        try entries.withLock { entries in
            guard let app = entries[name]?.app else { throw AppNotFound(name: name) }
            let port = try store.leaseAnotherPort(for: app)
            entries[name]?.app.hostPort = port
            return port
        }
    }

    package func remove(_ name: AppName, receipt: RemovalReceipt, by caller: Caller) throws {
        try entries.withLock { entries in
            guard let entry = entries[name], entry.app.state == .removing else { throw AppNotFound(name: name) }
            try store.remove(entry.app, receipt: receipt, by: caller)
            entries[name] = nil
            board.publishRemoval(of: name, receipt: receipt)
            if entry.allocation != nil { gpusChanged(&entries) }
        }
    }

    /// - Throws: ``AppConflict`` if the state machine refuses, ``AppNotFound``, or the store's error; then nothing
    ///   has changed in memory or in the store.
    func change<Result>(
        _ name: AppName, _ event: AppEvent, id: Int64? = nil, ifStill seen: App? = nil,
        save: (inout AppEntry, _ all: [AppName: AppEntry]) throws -> Result
    ) throws -> Result {
        try entries.withLock { entries in
            guard var entry = entries[name], id == nil || id == entry.app.id else { throw AppNotFound(name: name) }
            guard seen == nil || seen == entry.app, entry.apply(event) else {
                throw AppConflict(state: entry.app.state)
            }
            let result = try save(&entry, entries)
            keep(entry, in: &entries)
            return result
        }
    }

    /// Writes a changed entry back and publishes what changed, for the app and the GPU queue.
    func keep(_ entry: AppEntry, in entries: inout [AppName: AppEntry]) {
        var entry = entry
        if entry.member == nil { entry.queuePosition = nil }
        let before = entries.updateValue(entry, forKey: entry.app.name)
        let looksDifferent =
            entry.app != before?.app || entry.deployment != before?.deployment || entry.progress != before?.progress
        if looksDifferent { publish(entry) }
        if entry.allocation != before?.allocation || entry.member != before?.member { gpusChanged(&entries) }
    }

    func publish(_ entry: AppEntry) {
        board.publish(
            AppView(
                entry.app, deployment: entry.deployment, progress: entry.progress, queuePosition: entry.queuePosition,
                idle: entry.idle,
                link: links.link(to: entry.app.name)))
    }
}
