import FoundationEssentials
import Synchronization

/// The one place where an app changes: state machine → store → board, in this order, one app change at a time.
package final class AppBook: Sendable {
    private struct Page {
        var app: App
        var deployment: Deployment?
        var progress: AppView.Progress?
        var progressPublishedAt = ContinuousClock.now
    }

    /// A working app's detail is published at most this often.
    private static let progressInterval = Duration.milliseconds(200)

    private let pages = Mutex<[AppName: Page]>([:])
    private let store: any AppStore
    private let board: StatusBoard
    private let links: AppLinks

    package init(store: any AppStore, board: StatusBoard, links: AppLinks) throws {
        self.store = store
        self.board = board
        self.links = links
        for app in try store.apps() {
            let deployment = try store.deployments(of: app.id, limit: 1).first
            pages.withLock { $0[app.name] = Page(app: app, deployment: deployment) }
            publish(Page(app: app, deployment: deployment))
        }
    }

    package var apps: [App] { pages.withLock { $0.values.map(\.app) } }
    package func app(_ name: AppName) -> App? { pages.withLock { $0[name]?.app } }
    package func newestDeployment(of name: AppName) -> Deployment? { pages.withLock { $0[name]?.deployment } }

    package func add(_ request: NewApp, key: IdempotencyKey?, by caller: Caller) throws -> AddedApp {
        try pages.withLock { pages in
            let added = try store.add(request, key: key, by: caller)
            guard added.isNew else { return added }
            let page = Page(app: added.app, deployment: added.deployment)
            pages[request.name] = page
            publish(page)
            return added
        }
    }

    /// Opens a deployment: what a person asked, or what recovery goes on with.
    package func open(_ reason: Deployment.Reason, for name: AppName, by caller: Caller) throws -> Deployment {
        try change(name, .deployRequested) { page in
            page.app.desired = .running
            page.app.failure = nil
            let deployment = try store.open(reason, for: page.app, by: caller)
            page.deployment = deployment
            return deployment
        }
    }

    package func request(_ event: AppEvent, of name: AppName, desired: App.Desired, by caller: Caller) throws {
        try change(name, event) { page in
            page.app.desired = desired
            try store.save(page.app, asked: desired == .removed ? "remove" : "stop", by: caller)
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
            try change(name, event, ifStill: seen) { page in
                switch event {
                case .stepBegan(let step):
                    page.progress = AppView.Progress(step: step, startedAt: .now, detail: "")
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
            pages[name] = page
            publish(page)
        }
    }

    /// Chooses GPUs and saves the choice, with nobody choosing in between.
    /// - Parameter choose: is given how many other apps hold each GPU, by UUID.
    func place(
        _ name: AppName, choose: (_ held: [String: Int]) throws(StepFailure) -> GPUPlacement
    ) throws -> GPUPlacement {
        try pages.withLock { pages in
            guard var page = pages[name], var deployment = page.deployment else { throw AppNotFound(name: name) }
            let others = pages.values.filter { $0.app.id != page.app.id && $0.app.state.mayHoldGPUs }
            let held = others.flatMap { $0.deployment?.gpus ?? [] }
            let placement = try choose(Dictionary(held.map { ($0, 1) }, uniquingKeysWith: +))
            deployment.gpus = placement.uuids
            deployment.placement = placement.reason
            try store.save(page.app, deployment)
            page.deployment = deployment
            pages[name] = page
            publish(page)
            return placement
        }
    }

    /// The commit of the newest deployment that succeeded.
    package func lastGoodCommit(of name: AppName) throws -> CommitID? {
        guard let app = app(name) else { return nil }
        return try store.lastGoodCommit(of: app.id)
    }

    /// Closes the deployment that is under way and moves the app on, in one transaction.
    package func close(
        _ name: AppName, _ outcome: Deployment.Outcome, event: AppEvent, failure: Failure? = nil, lines: [LogLine]
    ) throws {
        try change(name, event) { page in
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
            pages[name] = page
            publish(page)
        }
    }

    private func closeDeployment(
        of page: inout Page, _ outcome: Deployment.Outcome, failure: Failure?, lines: [LogLine]
    ) throws {
        guard var deployment = page.deployment, deployment.outcome == nil else { return try store.save(page.app) }
        deployment.outcome = outcome
        deployment.failure = failure
        deployment.finishedAt = .now
        page.deployment = deployment
        try store.close(deployment, of: page.app, lines: lines)
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
            guard let page = pages[name] else { throw AppNotFound(name: name) }
            try store.remove(page.app, receipt: receipt, by: caller)
            pages[name] = nil
            board.publishRemoval(of: name, receipt: receipt)
        }
    }

    /// - Throws: ``AppConflict`` when the state machine refuses, ``AppNotFound``, or the store's error; then nothing
    ///   has changed, here or there.
    private func change<Result>(
        _ name: AppName, _ event: AppEvent, ifStill seen: App? = nil, save: (inout Page) throws -> Result
    ) throws -> Result {
        try pages.withLock { pages in
            guard var page = pages[name] else { throw AppNotFound(name: name) }
            guard seen == nil || seen == page.app, let next = AppStateMachine.next(page.app.state, event) else {
                throw AppConflict(state: page.app.state)
            }
            if next != page.app.state {
                page.app.state = next
                page.app.changedAt = .now
            }
            if !page.app.state.isWorking { page.progress = nil }
            let result = try save(&page)
            let before = pages[name]
            let looksDifferent =
                page.app != before?.app || page.deployment != before?.deployment || page.progress != before?.progress
            pages[name] = page
            if looksDifferent { publish(page) }
            return result
        }
    }

    private func publish(_ page: Page) {
        board.publish(
            AppView(
                page.app, deployment: page.deployment, progress: page.progress, link: links.link(to: page.app.name)))
    }
}

package struct AppNotFound: Error, Equatable {
    package let name: AppName
}

/// The app's state does not allow what was asked.
package struct AppConflict: Error, Equatable {
    package let state: AppState
}
