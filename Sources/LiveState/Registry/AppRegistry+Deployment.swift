import Ports
package import Model
import FoundationEssentials
import Synchronization

/// Deployment lifecycle: steps, observed state, and outcome.
extension AppRegistry {
    /// Minimum time between two published progress updates of one app.
    private static let progressInterval = Duration.milliseconds(200)

    /// Applies the event of a step. An event that is not allowed in the current state changes nothing.
    package func apply(_ event: AppEvent, to name: AppName) throws {
        do {
            try change(name, event) { entry, _ in
                entry.explain(event)
                try store.save([entry.app])
            }
        } catch is AppConflict {}
    }

    /// Applies observed events for any number of apps in one transaction. Skips apps that have changed since they were
    /// observed, and events that are not allowed in the current state.
    package func apply(_ transitions: [ObservedTransition]) throws {
        try entries.withLock { entries in
            let seen = transitions.compactMap { transition -> AppEntry? in
                guard var entry = entries[transition.app.name], entry.app == transition.app,
                    entry.apply(transition.event)
                else {
                    return nil
                }
                entry.explain(transition.event)
                return entry
            }
            let changed = seen.map(\.app).filter { $0 != entries[$0.name]?.app }
            if !changed.isEmpty { try store.save(changed) }
            for entry in seen { keep(entry, in: &entries) }
        }
    }

    /// Publishes the text if it is news and the last one was not just published.
    package func report(_ detail: String, of name: AppName) {
        entries.withLock { entries in
            guard var entry = entries[name], entry.progress != nil else { return }
            let text = String(detail.prefix(200))
            guard text != entry.progress?.detail || entry.hasUnpublishedProgress else { return }
            entry.progress?.detail = text
            let due = entry.progressPublishedAt.advanced(by: Self.progressInterval) <= .now
            if due { entry.progressPublishedAt = .now }
            entry.hasUnpublishedProgress = !due
            entries[name] = entry
            if due { publish(entry) }
        }
    }

    /// Saves facts about the current deployment, such as its commit.
    package func update(_ name: AppName, _ body: (inout App, inout Deployment) -> Void) throws {
        try entries.withLock { entries in
            guard var entry = entries[name], var deployment = entry.deployment else { throw AppNotFound(name: name) }
            body(&entry.app, &deployment)
            entry.deployment = deployment
            try store.save(entry.app, deployment)
            keep(entry, in: &entries)
        }
    }

    /// Commit of the latest successful deployment.
    package func lastGoodCommit(of name: AppName) throws -> CommitID? { try lastGoodDeployment(of: name)?.commit }

    /// ID of the image of the latest successful deployment.
    package func lastGoodImage(of name: AppName) throws -> String? { try lastGoodDeployment(of: name)?.image }

    private func lastGoodDeployment(of name: AppName) throws -> Deployment? {
        guard let app = app(name) else { return nil }
        return try store.lastGoodDeployment(of: app.id)
    }

    /// What the latest successful deployment kept of this commit.
    package func commitInfo(_ commit: CommitID?, of name: AppName) throws -> CommitInfo? {
        guard let app = app(name), let good = try store.lastGoodDeployment(of: app.id), good.commit == commit else {
            return nil
        }
        return good.commitInfo
    }

    /// Closes the current deployment and updates the app's state, in one transaction.
    package func close(
        _ name: AppName, _ outcome: Deployment.Outcome, event: AppEvent, failure: Failure? = nil, lines: [LogLine]
    ) throws {
        try change(name, event) { entry, _ in
            if case .stepFailed = event { entry.app.failure = failure }
            try closeDeployment(of: &entry, outcome, failure: failure, lines: lines)
        }
    }

    /// Closes a deployment that was cancelled by a newer request, which has already set the app's state.
    /// A deployment cancelled by service shutdown stays open and resumes at the next start.
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
            // No container has them any longer.
            entry.app.retiredSecrets = []
        }
        try store.close(deployment, of: entry.app, lines: lines)
    }

    /// Seconds since the latest deployment ended; 0 while one is running. Measured on the monotonic clock; uses the
    /// wall clock, which may have been changed since, only if it ended before this process started.
    package func secondsSinceDeployment(of name: AppName) -> Double {
        entries.withLock { entries in
            guard let entry = entries[name], let finishedAt = entry.deployment?.finishedAt else { return 0 }
            return entry.closedAt.map { $0.duration(to: uptime()) / .seconds(1) } ?? now().timeIntervalSince(finishedAt)
        }
    }

    /// Records how the container of the latest successful deployment ended, once.
    package func endRun(of name: AppName, _ run: Run, lines: [LogLine]) throws {
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
