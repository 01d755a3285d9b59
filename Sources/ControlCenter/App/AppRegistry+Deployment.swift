import FoundationEssentials
import Synchronization

/// What becomes of what was asked: the steps of a deployment, what Docker shows of it, and how it ends.
extension AppRegistry {
    /// A working app's detail is published at most this often.
    private static let progressInterval = Duration.milliseconds(200)

    /// Applies what a step did. An event that has no place in the present state changes nothing.
    package func apply(_ event: AppEvent, to name: AppName) throws {
        do {
            try change(name, event) { entry, _ in
                entry.explain(event)
                try store.save([entry.app])
            }
        } catch is AppConflict {}
    }

    /// Applies what was seen of apps in one transaction, however many there are: each that has changed since it was looked
    /// at is left out, and so is an event that has no place in its state.
    func apply(_ sightings: [ObservedTransition]) throws {
        try entries.withLock { entries in
            let seen = sightings.compactMap { sighting -> AppEntry? in
                guard var entry = entries[sighting.app.name], entry.app == sighting.app, entry.take(sighting.event)
                else {
                    return nil
                }
                entry.explain(sighting.event)
                return entry
            }
            let changed = seen.map(\.app).filter { $0 != entries[$0.name]?.app }
            if !changed.isEmpty { try store.save(changed) }
            for entry in seen { keep(entry, in: &entries) }
        }
    }

    package func report(_ detail: String, of name: AppName) {
        entries.withLock { entries in
            guard var entry = entries[name], entry.progress != nil else { return }
            entry.progress?.detail = String(detail.prefix(200))
            let due = entry.progressPublishedAt.advanced(by: Self.progressInterval) <= .now
            if due { entry.progressPublishedAt = .now }
            entries[name] = entry
            if due { publish(entry) }
        }
    }

    /// Saves facts about the deployment that is under way, such as its commit.
    package func note(_ name: AppName, _ body: (inout App, inout Deployment) -> Void) throws {
        try entries.withLock { entries in
            guard var entry = entries[name], var deployment = entry.deployment else { throw AppNotFound(name: name) }
            body(&entry.app, &deployment)
            entry.deployment = deployment
            try store.save(entry.app, deployment)
            keep(entry, in: &entries)
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
        try change(name, event) { entry, _ in
            if case .stepFailed = event { entry.app.failure = failure }
            try closeDeployment(of: &entry, outcome, failure: failure, lines: lines)
        }
    }

    /// Closes a deployment that a person cancelled by asking for something else; the app's state is theirs already.
    /// One that the service's own end cancelled stays open, and the next start goes on with it.
    package func closeCancelled(_ name: AppName, lines: [LogLine]) throws {
        try entries.withLock { entries in
            guard var entry = entries[name], !entry.app.state.isDeploying else { return }
            try closeDeployment(of: &entry, .cancelled, failure: nil, lines: lines)
            keep(entry, in: &entries)
        }
    }

    private func closeDeployment(
        of entry: inout AppEntry, _ outcome: Deployment.Outcome, failure: Failure?, lines: [LogLine]
    ) throws {
        guard var deployment = entry.deployment, deployment.outcome == nil else { return try store.save([entry.app]) }
        deployment.outcome = outcome
        deployment.failure = failure
        let now = Date.now
        deployment.finishedAt = now
        deployment.endStep(at: now)
        entry.deployment = deployment
        entry.closedAt = uptime()
        if outcome == .succeeded {
            entry.usualSeconds = AppEntry.seconds(of: deployment)
            // No container has them any more.
            entry.app.retiredSecrets = []
        }
        try store.close(deployment, of: entry.app, lines: lines)
    }

    /// Seconds since the newest deployment ended; 0 while one is under way. The wall clock, which may have been set since,
    /// is asked only where that was before this service began.
    func secondsSinceDeployment(of name: AppName) -> Double {
        entries.withLock { entries in
            guard let entry = entries[name], let finishedAt = entry.deployment?.finishedAt else { return 0 }
            return entry.closedAt.map { $0.duration(to: uptime()) / .seconds(1) } ?? now().timeIntervalSince(finishedAt)
        }
    }

    /// Writes down how the container of the newest good deployment ended, once.
    func endRun(of name: AppName, _ run: Run, lines: [LogLine]) throws {
        try entries.withLock { entries in
            guard let entry = entries[name], var deployment = try store.lastGoodDeployment(of: entry.app.id),
                deployment.run == nil
            else { return }
            deployment.run = run
            try store.endRun(of: deployment, lines: lines)
            guard entry.deployment?.id == deployment.id else { return }
            entries[name]?.deployment = deployment
            if let entry = entries[name] { publish(entry) }
        }
    }
}

/// What was seen of an app.
struct ObservedTransition {
    /// As it was before one looked.
    let app: App
    let event: AppEvent
}
