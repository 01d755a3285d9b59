package import FoundationEssentials
import Synchronization

/// The one place where an app changes: state machine → store → board, in this order, one app change at a time.
package final class AppBook: Sendable {
    let pages = Mutex<[AppName: BookPage]>([:])
    /// The cards as they were last seen; only ever taken while `pages` is locked.
    let sight = Mutex(GPUSight())
    let lineBell = Mutex<@Sendable () -> Void>({})
    let store: any AppStore
    private let board: StatusBoard
    private let links: AppLinks
    let quota: Quota
    let defaultMemory: MemoryLimit
    let now: @Sendable () -> Date
    let uptime: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - defaultMemory: what an app that asks for no memory of its own gets.
    ///   - now: the clock that leases and the waiting line go by.
    ///   - uptime: a clock that nobody sets.
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

    /// Warns that an app will be stopped, or takes the warning back.
    func note(_ idle: IdleNotice?, of name: AppName) {
        pages.withLock { pages in
            guard var page = pages[name], page.idle != idle else { return }
            page.idle = idle
            pages[name] = page
            publish(page)
        }
    }

    /// Writes down what an app's workspace takes on the disk; nobody is told, since nothing shows it by itself.
    func measured(_ bytes: Int64, of name: AppName) throws {
        try pages.withLock { pages in
            guard var app = pages[name]?.app, app.workspaceBytes != bytes else { return }
            app.workspaceBytes = bytes
            try store.save([app])
            pages[name]?.app = app
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
    func change<Result>(
        _ name: AppName, _ event: AppEvent, id: Int64? = nil, ifStill seen: App? = nil,
        save: (inout BookPage, _ all: [AppName: BookPage]) throws -> Result
    ) throws -> Result {
        try pages.withLock { pages in
            guard var page = pages[name], id == nil || id == page.app.id else { throw AppNotFound(name: name) }
            guard seen == nil || seen == page.app, page.take(event) else {
                throw AppConflict(state: page.app.state)
            }
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

    func publish(_ page: BookPage) {
        board.publish(
            AppView(
                page.app, deployment: page.deployment, progress: page.progress, line: page.line, idle: page.idle,
                link: links.link(to: page.app.name)))
    }
}
