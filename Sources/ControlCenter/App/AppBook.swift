package import FoundationEssentials
import Synchronization

/// The one place where an app changes: state machine → store → board, in this order, one app change at a time.
package final class AppBook: Sendable {
    /// A working app's detail is published at most this often.
    private static let progressInterval = Duration.milliseconds(200)

    let pages = Mutex<[AppName: BookPage]>([:])
    /// The cards as they were last seen; only ever taken while `pages` is locked.
    let sight = Mutex(GPUSight())
    let lineBell = Mutex<@Sendable () -> Void>({})
    let store: any AppStore
    private let board: StatusBoard
    private let links: AppLinks
    private let quota: Quota
    private let defaultMemory: MemoryLimit
    let now: @Sendable () -> Date

    /// - Parameters:
    ///   - defaultMemory: what an app that asks for no memory of its own gets.
    ///   - now: the clock that leases and the waiting line go by.
    package init(
        store: any AppStore, board: StatusBoard, links: AppLinks, quota: Quota, defaultMemory: MemoryLimit,
        now: @escaping @Sendable () -> Date = { .now }
    ) throws {
        self.store = store
        self.board = board
        self.links = links
        self.quota = quota
        self.defaultMemory = defaultMemory
        self.now = now
        for app in try store.apps() {
            let page = BookPage(
                app: app, deployment: try store.deployments(of: app.id, limit: 1).first,
                usualSeconds: BookPage.seconds(of: try store.lastGoodDeployment(of: app.id)))
            pages.withLock { $0[app.name] = page }
            publish(page)
        }
        pages.withLock { number(&$0) }
    }

    package var apps: [App] { pages.withLock { $0.values.map(\.app) } }
    package func app(_ name: AppName) -> App? { pages.withLock { $0[name]?.app } }
    package func newestDeployment(of name: AppName) -> Deployment? { pages.withLock { $0[name]?.deployment } }

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

    /// Opens a deployment: what a person asked, or what recovery goes on with.
    /// - Parameter target: the commit that a rollback goes back to.
    package func open(
        _ reason: Deployment.Reason, to target: CommitID? = nil, for app: App, by caller: Caller
    ) throws -> Deployment {
        try open(reason, to: target, for: app, ifStill: nil, by: caller)
    }

    /// Opens a deployment that starts an app again which ended by itself, unless it has changed since `seen` was taken.
    func reopen(_ seen: App) throws -> Deployment {
        try open(.start, to: nil, for: seen, ifStill: seen, by: .system)
    }

    private func open(
        _ reason: Deployment.Reason, to target: CommitID?, for app: App, ifStill seen: App?, by caller: Caller
    ) throws -> Deployment {
        try change(app.name, .deployRequested, id: app.id, ifStill: seen) { page, all in
            page.app.desired = .running
            page.app.failure = nil
            page.app.release = nil
            try checkQuota(of: page.app, in: all, by: caller)
            var deployment = try store.open(reason, to: target, for: page.app, by: caller)
            // The container that is there has its cards until another takes its place.
            if let tenant = all[app.name]?.tenant {
                deployment.gpus = tenant.gpus
                deployment.gpuClaim = tenant.claim
                try store.save(page.app, deployment)
            }
            page.deployment = deployment
            return deployment
        }
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

    /// Warns that an app will be stopped, or takes the warning back.
    func note(_ idle: IdleNotice?, of name: AppName) {
        pages.withLock { pages in
            guard var page = pages[name], page.idle != idle else { return }
            page.idle = idle
            pages[name] = page
            publish(page)
        }
    }

    /// Applies what was seen of an app, unless the app has changed since `seen` was taken: then what was seen is old.
    package func apply(_ event: AppEvent, toUnchanged seen: App) throws {
        try apply(event, to: seen.name, ifStill: seen)
    }

    /// Applies what a step did. An event that has no place in the present state changes nothing.
    package func apply(_ event: AppEvent, to name: AppName) throws {
        try apply(event, to: name, ifStill: nil)
    }

    private func apply(_ event: AppEvent, to name: AppName, ifStill seen: App?) throws {
        do {
            try change(name, event, ifStill: seen) { page, _ in
                switch event {
                case .stepBegan(let step):
                    page.begin(step)
                case .stepFailed(let failure), .seenEnded(let failure):
                    page.app.failure = failure
                case .seenHealthy:
                    page.app.failure = nil
                default: break
                }
                if page.app != seen { try store.save(page.app) }
            }
        } catch is AppConflict {}
    }

    package func report(_ detail: String, of name: AppName) {
        pages.withLock { pages in
            guard var page = pages[name], page.progress != nil else { return }
            page.progress?.detail = String(detail.prefix(200))
            let due = page.progressPublishedAt.advanced(by: Self.progressInterval) <= .now
            if due { page.progressPublishedAt = .now }
            pages[name] = page
            if due { publish(page) }
        }
    }

    /// Saves facts about the deployment that is under way, such as its commit.
    package func note(_ name: AppName, _ body: (inout App, inout Deployment) -> Void) throws {
        try pages.withLock { pages in
            guard var page = pages[name], var deployment = page.deployment else { throw AppNotFound(name: name) }
            body(&page.app, &deployment)
            page.deployment = deployment
            try store.save(page.app, deployment)
            keep(page, in: &pages)
        }
    }

    /// Writes down what an app's workspace takes on the disk; nobody is told, since nothing shows it by itself.
    func measured(_ bytes: Int64, of name: AppName) throws {
        try pages.withLock { pages in
            guard var app = pages[name]?.app, app.workspaceBytes != bytes else { return }
            app.workspaceBytes = bytes
            try store.save(app)
            pages[name]?.app = app
        }
    }

    /// The commit of the newest deployment that succeeded.
    package func lastGoodCommit(of name: AppName) throws -> CommitID? {
        guard let app = app(name) else { return nil }
        return try store.lastGoodDeployment(of: app.id)?.commit
    }

    /// Closes the deployment that is under way and moves the app on, in one transaction.
    package func close(
        _ name: AppName, _ outcome: Deployment.Outcome, event: AppEvent, failure: Failure? = nil, lines: [LogLine]
    ) throws {
        try change(name, event) { page, _ in
            if case .stepFailed = event { page.app.failure = failure }
            try closeDeployment(of: &page, outcome, failure: failure, lines: lines)
        }
    }

    /// Closes a deployment that a person cancelled by asking for something else; the app's state is theirs already.
    /// One that the service's own end cancelled stays open, and the next start goes on with it.
    package func closeCancelled(_ name: AppName, lines: [LogLine]) throws {
        try pages.withLock { pages in
            guard var page = pages[name], !page.app.state.isDeploying else { return }
            try closeDeployment(of: &page, .cancelled, failure: nil, lines: lines)
            keep(page, in: &pages)
        }
    }

    private func closeDeployment(
        of page: inout BookPage, _ outcome: Deployment.Outcome, failure: Failure?, lines: [LogLine]
    ) throws {
        guard var deployment = page.deployment, deployment.outcome == nil else { return try store.save(page.app) }
        deployment.outcome = outcome
        deployment.failure = failure
        let now = Date.now
        deployment.finishedAt = now
        deployment.endStep(at: now)
        page.deployment = deployment
        if outcome == .succeeded {
            page.usualSeconds = BookPage.seconds(of: deployment)
            // No container has them any more.
            page.app.retiredSecrets = []
        }
        try store.close(deployment, of: page.app, lines: lines)
    }

    /// Writes down how the container of the newest good deployment ended, once.
    func endRun(of name: AppName, _ run: Run, lines: [LogLine]) throws {
        try pages.withLock { pages in
            guard let page = pages[name], var deployment = try store.lastGoodDeployment(of: page.app.id),
                deployment.run == nil
            else { return }
            deployment.run = run
            try store.endRun(of: deployment, lines: lines)
            guard page.deployment?.id == deployment.id else { return }
            pages[name]?.deployment = deployment
            if let page = pages[name] { publish(page) }
        }
    }

    package func leaseAnotherPort(for name: AppName) throws -> UInt16 {
        try pages.withLock { pages in
            guard let app = pages[name]?.app else { throw AppNotFound(name: name) }
            let port = try store.leaseAnotherPort(for: app)
            pages[name]?.app.hostPort = port
            return port
        }
    }

    package func remove(_ name: AppName, receipt: RemovalReceipt, by caller: Caller) throws {
        try pages.withLock { pages in
            guard let page = pages[name], page.app.state == .removing else { throw AppNotFound(name: name) }
            try store.remove(page.app, receipt: receipt, by: caller)
            pages[name] = nil
            board.publishRemoval(of: name, receipt: receipt)
            if page.tenant != nil { cardsChanged(&pages) }
        }
    }

    /// - Throws: ``AppConflict`` when the state machine refuses, ``AppNotFound``, or the store's error; then nothing
    ///   has changed, here or there.
    private func change<Result>(
        _ name: AppName, _ event: AppEvent, id: Int64? = nil, ifStill seen: App? = nil,
        save: (inout BookPage, _ all: [AppName: BookPage]) throws -> Result
    ) throws -> Result {
        try pages.withLock { pages in
            guard var page = pages[name], id == nil || id == page.app.id else { throw AppNotFound(name: name) }
            guard seen == nil || seen == page.app, let next = AppStateMachine.next(page.app.state, event) else {
                throw AppConflict(state: page.app.state)
            }
            if next != page.app.state {
                page.app.state = next
                page.app.changedAt = .now
            }
            if !page.app.state.isWorking { page.progress = nil }
            if ![.running, .unhealthy].contains(page.app.state) { page.idle = nil }
            if !page.app.state.mayHoldGPUs, page.tenant == nil { page.app.leaseEndsAt = nil }
            let result = try save(&page, pages)
            keep(page, in: &pages)
            return result
        }
    }

    /// Puts a changed page back, and shows what is different now, here and in the waiting line.
    func keep(_ page: BookPage, in pages: inout [AppName: BookPage]) {
        var page = page
        if page.member == nil { page.line = nil }
        let before = pages.updateValue(page, forKey: page.app.name)
        let looksDifferent =
            page.app != before?.app || page.deployment != before?.deployment || page.progress != before?.progress
        if looksDifferent { publish(page) }
        if page.tenant != before?.tenant || page.member != before?.member { cardsChanged(&pages) }
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

    func publish(_ page: BookPage) {
        board.publish(
            AppView(
                page.app, deployment: page.deployment, progress: page.progress, line: page.line, idle: page.idle,
                link: links.link(to: page.app.name)))
    }
}
