import Synchronization

/// What people ask for, and the control center in their place: written down within the quota, or refused.
extension AppRegistry {
    /// What an owner's apps take of the machine.
    package func use(by owner: String) -> QuotaUse {
        entries.withLock { use(by: owner, in: $0) }
    }

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try entries.withLock { entries in
            // A name that is there already is the store's to judge: the request may be one sent twice.
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

    /// Opens a deployment: what a person asked.
    /// - Parameter target: the commit that a rollback goes back to.
    /// - Throws: ``AppNotFound``, ``AppConflict``, ``QuotaExceeded``; then nothing has changed.
    package func open(
        _ reason: Deployment.Reason, to target: CommitID? = nil, for app: App, by caller: Caller
    ) throws -> Deployment {
        try entries.withLock { entries in
            guard var entry = entries[app.name], entry.app.id == app.id else { throw AppNotFound(name: app.name) }
            guard entry.askToRun() else { throw AppConflict(state: entry.app.state) }
            try checkQuota(of: entry.app, in: entries, by: caller)
            return try open(reason, to: target, [entry], by: caller, in: &entries)[0]
        }
    }

    /// Opens deployments that start apps again which ended by themselves, in one transaction, however many there are; an
    /// app that has changed since it was seen is left out.
    func reopen(_ seen: [App]) throws -> [Deployment] {
        try entries.withLock { entries in
            let ended = seen.compactMap { app -> AppEntry? in
                guard var entry = entries[app.name], entry.app == app, entry.askToRun() else { return nil }
                return entry
            }
            return ended.isEmpty ? [] : try open(.start, to: nil, ended, by: .system, in: &entries)
        }
    }

    private func open(
        _ reason: Deployment.Reason, to target: CommitID?, _ asked: [AppEntry], by caller: Caller,
        in entries: inout [AppName: AppEntry]
    ) throws -> [Deployment] {
        let openings = asked.map { entry in
            // The container that is there has its cards until another takes its place.
            let tenant = entries[entry.app.name]?.tenant
            return Opening(reason, to: target, of: entry.app, gpus: tenant?.gpus ?? [], gpuClaim: tenant?.claim)
        }
        let deployments = try store.open(openings, by: caller)
        for (var entry, deployment) in zip(asked, deployments) {
            entry.deployment = deployment
            keep(entry, in: &entries)
        }
        return deployments
    }

    /// Changes an app's settings, whatever it is doing; the next deployment uses them, and who sees the app changes now.
    package func change(_ app: App, by caller: Caller, _ body: (AppSettings) throws -> AppSettings) throws {
        try entries.withLock { entries in
            guard var entry = entries[app.name], entry.app.id == app.id else { throw AppNotFound(name: app.name) }
            let before = entry.app.settings
            entry.app.settings = try body(before)
            guard entry.app.settings != before else { return }
            if caller.role < .operator {
                // Whoever takes too much already may still take less, or take back what was shared.
                let owner = entry.app.owner
                try quota.check(
                    use(by: owner, in: entries, with: entry.app), grownFrom: use(by: owner, in: entries))
            }
            entry.app.retiredSecrets.formUnion(Set(before.secrets).subtracting(entry.app.settings.secrets))
            try store.saveSettings(of: entry.app, before: before, by: caller)
            keep(entry, in: &entries)
        }
    }

    /// - Parameter release: why the control center itself stops it, and then only one that has not changed since `app` was
    ///   taken.
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

    /// - Parameter app: as it would be.
    private func checkQuota(of app: App, in entries: [AppName: AppEntry], by caller: Caller) throws(QuotaExceeded) {
        guard caller.role < .operator else { return }
        try quota.check(use(by: app.owner, in: entries, with: app))
    }
}
