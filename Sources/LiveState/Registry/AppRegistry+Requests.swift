package import Model
package import Ports

/// Requests by users and by the control center itself: checked against the quota, then stored.
extension AppRegistry {
    /// Resources used by an owner's apps.
    package func use(by owner: String) -> QuotaUse {
        state.snapshot.use(by: owner, defaultMemory: defaultMemory)
    }

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) -> Commit<AddedApp> {
        change { [quota, defaultMemory] draft in
            // The store decides about a name in use: the request may be a retry with the same idempotency key.
            if draft.snapshot.entries[request.name] == nil, caller.role < .operator {
                var use = draft.snapshot.use(by: caller.user, defaultMemory: defaultMemory)
                use.add(request.settings, defaultMemory: defaultMemory)
                try quota.check(use)
            }
            let added = try draft.store.add(request, key: key, by: caller)
            if added.isNew { draft.keep(AppEntry(app: added.app, deployment: added.deployment)) }
            return added
        }
    }

    /// Opens a requested deployment.
    /// - Parameters:
    ///   - target: the commit to roll back to.
    ///   - image: ID of the image that ran with it.
    ///   - packages: name of the packages that ran with it.
    /// - Throws: ``AppNotFound``, ``AppConflict``, ``QuotaExceeded``; nothing has changed then.
    package func open(
        _ reason: Deployment.Reason, to target: CommitID? = nil, image: String? = nil, packages: String? = nil,
        for app: App, by caller: Caller
    ) -> Commit<Deployment> {
        change { [quota, defaultMemory] draft in
            var entry = try draft.entry(app.name, id: app.id)
            guard entry.askToRun(at: draft.snapshot.now()) else { throw AppConflict(state: entry.app.state) }
            if caller.role < .operator {
                try quota.check(
                    draft.snapshot.use(by: entry.app.owner, with: entry.app, defaultMemory: defaultMemory))
            }
            return try draft.open(reason, to: target, image: image, packages: packages, [entry], by: caller)[0]
        }
    }

    /// Opens deployments that restart apps whose containers exited. Skips apps that have changed since they were
    /// observed.
    package func reopen(_ seen: [App]) -> Commit<[Deployment]> {
        change { draft in
            let ended = seen.compactMap { app -> AppEntry? in
                guard var entry = draft.snapshot.entries[app.name], entry.app == app,
                    entry.askToRun(at: draft.snapshot.now())
                else {
                    return nil
                }
                return entry
            }
            return ended.isEmpty ? [] : try draft.open(.start, to: nil, image: nil, packages: nil, ended, by: .system)
        }
    }

    /// Changes an app's settings in any state. They apply from the next deployment; visibility changes immediately.
    package func change(
        _ app: App, by caller: Caller, _ body: @escaping @Sendable (AppSettings) throws -> AppSettings
    ) -> Commit<Void> {
        change { [quota, defaultMemory] draft in
            var entry = try draft.entry(app.name, id: app.id)
            let before = entry.app.settings
            entry.app.settings = try body(before)
            guard entry.app.settings != before else { return }
            if caller.role < .operator {
                // Users over their quota may still reduce their use or stop sharing.
                let (all, owner) = (draft.snapshot, entry.app.owner)
                try quota.check(
                    all.use(by: owner, with: entry.app, defaultMemory: defaultMemory),
                    grownFrom: all.use(by: owner, defaultMemory: defaultMemory))
            }
            entry.app.retiredSecrets.formUnion(Set(before.secrets).subtracting(entry.app.settings.secrets))
            try draft.store.saveSettings(of: entry.app, before: before, by: caller)
            draft.keep(entry)
        }
    }

    /// - Parameter release: why the control center stops the app itself; applies only if the app has not changed since
    ///   `app` was read.
    package func request(
        _ event: AppEvent, of app: App, desired: App.Desired, release: Release? = nil, by caller: Caller
    ) -> Commit<Void> {
        change { draft in
            var entry = try draft.entry(app.name, after: event, id: app.id, ifStill: release == nil ? nil : app)
            entry.app.desired = desired
            entry.app.release = release
            if desired == .removed { entry.remover = entry.remover ?? caller }
            let action = release?.reason.rawValue ?? (desired == .removed ? "remove" : "stop")
            try draft.store.save(entry.app, asked: action, by: caller)
            draft.keep(entry)
        }
    }
}

extension RegistryDraft {
    fileprivate mutating func open(
        _ reason: Deployment.Reason, to target: CommitID?, image: String?, packages: String?, _ asked: [AppEntry],
        by caller: Caller
    ) throws -> [Deployment] {
        let openings = asked.map { entry in
            // The current container keeps its GPUs until its replacement starts.
            let allocation = snapshot.entries[entry.app.name]?.allocation
            return Opening(
                reason, to: target, image: image, packages: packages, of: entry.app, gpus: allocation?.gpus ?? [],
                gpuClaim: allocation?.claim)
        }
        let deployments = try store.open(openings, by: caller)
        for (var entry, deployment) in zip(asked, deployments) {
            entry.deployment = deployment
            keep(entry)
        }
        return deployments
    }
}
