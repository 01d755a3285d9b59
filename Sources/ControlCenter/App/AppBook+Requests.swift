import Synchronization

/// What people ask for, and the control center in their place: written down within the quota, or refused.
extension AppBook {
    /// What an owner's apps take of the machine.
    package func use(by owner: String) -> QuotaUse {
        pages.withLock { use(by: owner, in: $0) }
    }

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try pages.withLock { pages in
            // A name that is there already is the store's to judge: the request may be one sent twice.
            if pages[request.name] == nil, caller.role < .operator {
                var use = use(by: caller.user, in: pages)
                use.add(request.settings, defaultMemory: defaultMemory)
                try quota.check(use)
            }
            let added = try store.add(request, key: key, by: caller)
            guard added.isNew else { return added }
            let page = BookPage(app: added.app, deployment: added.deployment)
            pages[request.name] = page
            publish(page)
            return added
        }
    }

    /// Opens a deployment: what a person asked.
    /// - Parameter target: the commit that a rollback goes back to.
    /// - Throws: ``AppNotFound``, ``AppConflict``, ``QuotaExceeded``; then nothing has changed.
    package func open(
        _ reason: Deployment.Reason, to target: CommitID? = nil, for app: App, by caller: Caller
    ) throws -> Deployment {
        try pages.withLock { pages in
            guard var page = pages[app.name], page.app.id == app.id else { throw AppNotFound(name: app.name) }
            guard page.askToRun() else { throw AppConflict(state: page.app.state) }
            try checkQuota(of: page.app, in: pages, by: caller)
            return try open(reason, to: target, [page], by: caller, in: &pages)[0]
        }
    }

    /// Opens deployments that start apps again which ended by themselves, in one transaction, however many there are; an
    /// app that has changed since it was seen is left out.
    func reopen(_ seen: [App]) throws -> [Deployment] {
        try pages.withLock { pages in
            let ended = seen.compactMap { app -> BookPage? in
                guard var page = pages[app.name], page.app == app, page.askToRun() else { return nil }
                return page
            }
            return ended.isEmpty ? [] : try open(.start, to: nil, ended, by: .system, in: &pages)
        }
    }

    private func open(
        _ reason: Deployment.Reason, to target: CommitID?, _ asked: [BookPage], by caller: Caller,
        in pages: inout [AppName: BookPage]
    ) throws -> [Deployment] {
        let openings = asked.map { page in
            // The container that is there has its cards until another takes its place.
            let tenant = pages[page.app.name]?.tenant
            return Opening(reason, to: target, of: page.app, gpus: tenant?.gpus ?? [], gpuClaim: tenant?.claim)
        }
        let deployments = try store.open(openings, by: caller)
        for (var page, deployment) in zip(asked, deployments) {
            page.deployment = deployment
            keep(page, in: &pages)
        }
        return deployments
    }

    /// Changes an app's settings, whatever it is doing; the next deployment uses them, and who sees the app changes now.
    package func change(_ app: App, by caller: Caller, _ body: (AppSettings) throws -> AppSettings) throws {
        try pages.withLock { pages in
            guard var page = pages[app.name], page.app.id == app.id else { throw AppNotFound(name: app.name) }
            let before = page.app.settings
            page.app.settings = try body(before)
            guard page.app.settings != before else { return }
            if caller.role < .operator {
                // Whoever takes too much already may still take less, or take back what was shared.
                let owner = page.app.owner
                try quota.check(
                    use(by: owner, in: pages, with: page.app), grownFrom: use(by: owner, in: pages))
            }
            page.app.retiredSecrets.formUnion(Set(before.secrets).subtracting(page.app.settings.secrets))
            try store.saveSettings(of: page.app, before: before, by: caller)
            keep(page, in: &pages)
        }
    }

    /// - Parameter release: why the control center itself stops it, and then only one that has not changed since `app` was
    ///   taken.
    package func request(
        _ event: AppEvent, of app: App, desired: App.Desired, release: Release? = nil, by caller: Caller
    ) throws {
        try change(app.name, event, id: app.id, ifStill: release == nil ? nil : app) { page, _ in
            page.app.desired = desired
            page.app.release = release
            if let release { return try store.save(page.app, asked: release.reason.rawValue, by: caller) }
            try store.save(page.app, asked: desired == .removed ? "remove" : "stop", by: caller)
        }
    }

    private func use(by owner: String, in pages: [AppName: BookPage], with changed: App? = nil) -> QuotaUse {
        let others = pages.values.lazy.map(\.app).filter { $0.owner == owner && $0.name != changed?.name }
        return QuotaUse(others + [changed].compactMap(\.self), defaultMemory: defaultMemory)
    }

    /// - Parameter app: as it would be.
    private func checkQuota(of app: App, in pages: [AppName: BookPage], by caller: Caller) throws(QuotaExceeded) {
        guard caller.role < .operator else { return }
        try quota.check(use(by: app.owner, in: pages, with: app))
    }
}
