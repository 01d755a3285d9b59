package import Model
package import Ports
import Synchronization

/// Requests by users and by the control center itself: checked against the quota, then stored.
extension AppRegistry {
    /// Resources used by an owner's apps.
    package func use(by owner: String) -> QuotaUse {
        entries.withLock { use(by: owner, in: $0) }
    }

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try entries.withLock { entries in
            // The store decides about a name in use: the request may be a retry with the same idempotency key.
            if entries[request.name] == nil, caller.role < .operator {
                var use = use(by: caller.user, in: entries)
                use.add(request.settings, defaultMemory: defaultMemory)
                try quota.check(use)
            }
            let added = try store.add(request, key: key, by: caller)
            guard added.isNew else { return added }
            let entry = AppEntry(app: added.app, deployment: added.deployment)
            entries[request.name] = entry
            publish(entry)
            return added
        }
    }

    /// Opens a requested deployment.
    /// - Parameters:
    ///   - target: the commit to roll back to.
    ///   - image: ID of the image that ran with it.
    /// - Throws: ``AppNotFound``, ``AppConflict``, ``QuotaExceeded``; nothing has changed then.
    package func open(
        _ reason: Deployment.Reason, to target: CommitID? = nil, image: String? = nil, for app: App, by caller: Caller
    ) throws -> Deployment {
        try entries.withLock { entries in
            guard var entry = entries[app.name], entry.app.id == app.id else { throw AppNotFound(name: app.name) }
            guard entry.askToRun() else { throw AppConflict(state: entry.app.state) }
            try checkQuota(of: entry.app, in: entries, by: caller)
            return try open(reason, to: target, image: image, [entry], by: caller, in: &entries)[0]
        }
    }

    /// Opens deployments that restart apps whose containers exited, in one transaction for any number of apps. Skips
    /// apps that have changed since they were observed.
    package func reopen(_ seen: [App]) throws -> [Deployment] {
        try entries.withLock { entries in
            let ended = seen.compactMap { app -> AppEntry? in
                guard var entry = entries[app.name], entry.app == app, entry.askToRun() else { return nil }
                return entry
            }
            return ended.isEmpty ? [] : try open(.start, to: nil, ended, by: .system, in: &entries)
        }
    }

    private func open(
        _ reason: Deployment.Reason, to target: CommitID?, image: String? = nil, _ asked: [AppEntry],
        by caller: Caller, in entries: inout [AppName: AppEntry]
    ) throws -> [Deployment] {
        let openings = asked.map { entry in
            // The current container keeps its GPUs until its replacement starts.
            let allocation = entries[entry.app.name]?.allocation
            return Opening(
                reason, to: target, image: image, of: entry.app, gpus: allocation?.gpus ?? [],
                gpuClaim: allocation?.claim)
        }
        let deployments = try store.open(openings, by: caller)
        for (var entry, deployment) in zip(asked, deployments) {
            entry.deployment = deployment
            keep(entry, in: &entries)
        }
        return deployments
    }

    /// Changes an app's settings in any state. They apply from the next deployment; visibility changes immediately.
    package func change(_ app: App, by caller: Caller, _ body: (AppSettings) throws -> AppSettings) throws {
        try entries.withLock { entries in
            guard var entry = entries[app.name], entry.app.id == app.id else { throw AppNotFound(name: app.name) }
            let before = entry.app.settings
            entry.app.settings = try body(before)
            guard entry.app.settings != before else { return }
            if caller.role < .operator {
                // Users over their quota may still reduce their use or stop sharing.
                let owner = entry.app.owner
                try quota.check(
                    use(by: owner, in: entries, with: entry.app), grownFrom: use(by: owner, in: entries))
            }
            entry.app.retiredSecrets.formUnion(Set(before.secrets).subtracting(entry.app.settings.secrets))
            try store.saveSettings(of: entry.app, before: before, by: caller)
            keep(entry, in: &entries)
        }
    }

    /// - Parameter release: why the control center stops the app itself; applies only if the app has not changed since
    ///   `app` was read.
    package func request(
        _ event: AppEvent, of app: App, desired: App.Desired, release: Release? = nil, by caller: Caller
    ) throws {
        try change(app.name, event, id: app.id, ifStill: release == nil ? nil : app) { entry, _ in
            entry.app.desired = desired
            entry.app.release = release
            if let release { return try store.save(entry.app, asked: release.reason.rawValue, by: caller) }
            try store.save(entry.app, asked: desired == .removed ? "remove" : "stop", by: caller)
        }
    }

    private func use(by owner: String, in entries: [AppName: AppEntry], with changed: App? = nil) -> QuotaUse {
        let others = entries.values.lazy.map(\.app).filter { $0.owner == owner && $0.name != changed?.name }
        return QuotaUse(others + [changed].compactMap(\.self), defaultMemory: defaultMemory)
    }

    /// - Parameter app: with the requested changes.
    private func checkQuota(of app: App, in entries: [AppName: AppEntry], by caller: Caller) throws(QuotaExceeded) {
        guard caller.role < .operator else { return }
        try quota.check(use(by: app.owner, in: entries, with: app))
    }
}
