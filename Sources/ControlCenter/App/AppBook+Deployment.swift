import FoundationEssentials
import Synchronization

/// What becomes of what was asked: the steps of a deployment, what Docker shows of it, and how it ends.
extension AppBook {
    /// A working app's detail is published at most this often.
    private static let progressInterval = Duration.milliseconds(200)

    /// Applies what a step did. An event that has no place in the present state changes nothing.
    package func apply(_ event: AppEvent, to name: AppName) throws {
        do {
            try change(name, event) { page, _ in
                page.explain(event)
                try store.save([page.app])
            }
        } catch is AppConflict {}
    }

    /// Applies what was seen of apps in one transaction, however many there are: each that has changed since it was looked
    /// at is left out, and so is an event that has no place in its state.
    func apply(_ sightings: [Sighting]) throws {
        try pages.withLock { pages in
            let seen = sightings.compactMap { sighting -> BookPage? in
                guard var page = pages[sighting.app.name], page.app == sighting.app, page.take(sighting.event) else {
                    return nil
                }
                page.explain(sighting.event)
                return page
            }
            let changed = seen.map(\.app).filter { $0 != pages[$0.name]?.app }
            if !changed.isEmpty { try store.save(changed) }
            for page in seen { keep(page, in: &pages) }
        }
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
        guard var deployment = page.deployment, deployment.outcome == nil else { return try store.save([page.app]) }
        deployment.outcome = outcome
        deployment.failure = failure
        let now = Date.now
        deployment.finishedAt = now
        deployment.endStep(at: now)
        page.deployment = deployment
        page.closedAt = uptime()
        if outcome == .succeeded {
            page.usualSeconds = BookPage.seconds(of: deployment)
            // No container has them any more.
            page.app.retiredSecrets = []
        }
        try store.close(deployment, of: page.app, lines: lines)
    }

    /// Seconds since the newest deployment ended; 0 while one is under way. The wall clock, which may have been set since,
    /// is asked only where that was before this service began.
    func secondsSinceDeployment(of name: AppName) -> Double {
        pages.withLock { pages in
            guard let page = pages[name], let finishedAt = page.deployment?.finishedAt else { return 0 }
            return page.closedAt.map { $0.duration(to: uptime()) / .seconds(1) } ?? now().timeIntervalSince(finishedAt)
        }
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
}

/// What was seen of an app.
struct Sighting {
    /// As it was before one looked.
    let app: App
    let event: AppEvent
}
