package import Model
import Ports
import FoundationEssentials

/// Deployment lifecycle: steps, observed state, and outcome.
extension AppRegistry {
    /// Applies the event of a step. An event that is not allowed in the current state changes nothing.
    package func apply(_ event: AppEvent, to name: AppName) -> Commit<Void> {
        change(synced: false) { draft in
            var entry = try draft.entry(name)
            let before = entry.app
            guard entry.apply(event, at: draft.snapshot.now()) else { return }
            entry.explain(event, at: draft.snapshot.now())
            if entry.app != before { try draft.store.save(entry.app) }
            draft.keep(entry)
        }
    }

    /// Applies observed events for any number of apps. Skips apps that have changed since they were observed, and events
    /// that are not allowed in the current state.
    package func apply(_ transitions: [ObservedTransition]) -> Commit<Void> {
        change(synced: false) { draft in
            for transition in transitions {
                guard var entry = draft.snapshot.entries[transition.app.name], entry.app == transition.app,
                    entry.apply(transition.event, at: draft.snapshot.now())
                else { continue }
                entry.explain(transition.event, at: draft.snapshot.now())
                if entry.app != transition.app { try draft.store.save(entry.app) }
                draft.keep(entry)
            }
        }
    }

    /// Shows a text beside the current step.
    package func report(_ detail: String, of name: AppName) {
        state.show(detail, of: name)
    }

    /// Saves facts about the current deployment, such as its commit.
    package func update(
        _ name: AppName, _ body: @escaping @Sendable (inout App, inout Deployment) -> Void
    ) -> Commit<Void> {
        change { draft in
            var entry = try draft.entry(name)
            guard var deployment = entry.deployment else { throw AppNotFound(name: name) }
            body(&entry.app, &deployment)
            entry.deployment = deployment
            try draft.store.save(entry.app, deployment)
            draft.keep(entry)
        }
    }

    /// Commits of all deployments that are kept: one may roll back to any of them.
    package func deployedCommits(of app: App) throws -> [CommitID] { try store.deployedCommits(of: app.id) }

    /// What the latest successful deployment kept of this commit.
    package func commitInfo(_ commit: CommitID?, of name: AppName) -> CommitInfo? {
        guard let good = lastGoodDeployment(of: name), good.commit == commit else { return nil }
        return good.commitInfo
    }

    /// Closes the current deployment and updates the app's state.
    package func close(
        _ name: AppName, _ outcome: Deployment.Outcome, event: AppEvent, failure: Failure? = nil, lines: [LogLine]
    ) -> Commit<Void> {
        change { [uptime] draft in
            var entry = try draft.entry(name, after: event)
            entry.explain(event, at: draft.snapshot.now())
            try draft.closeDeployment(of: entry, outcome, failure: failure, lines: lines, uptime())
        }
    }

    /// Closes a deployment that was cancelled by a newer request, which has already set the app's state.
    /// A deployment cancelled by service shutdown stays open and resumes at the next start.
    package func closeCancelled(_ name: AppName, lines: [LogLine]) -> Commit<Void> {
        change { [uptime] draft in
            guard let entry = try? draft.entry(name), !entry.app.state.isDeploying else { return }
            try draft.closeDeployment(of: entry, .cancelled, failure: nil, lines: lines, uptime())
        }
    }

    /// Seconds since the latest deployment ended; 0 while one is running. Measured on the monotonic clock; uses the
    /// wall clock, which may have been changed since, only if it ended before this process started.
    package func secondsSinceDeployment(of name: AppName) -> Double {
        guard let entry = state.snapshot.entries[name], let finishedAt = entry.deployment?.finishedAt else { return 0 }
        return entry.closedAt.map { $0.duration(to: uptime()) / .seconds(1) } ?? now().timeIntervalSince(finishedAt)
    }

    /// Records how the container of the latest successful deployment ended, once.
    package func endRun(of name: AppName, _ run: Run, lines: [LogLine]) -> Commit<Void> {
        change { draft in
            guard var entry = try? draft.entry(name), var good = entry.lastGood, good.run == nil else { return }
            good.run = run
            try draft.store.endRun(of: good, lines: lines)
            entry.lastGood = good
            if entry.deployment?.id == good.id { entry.deployment = good }
            draft.keep(entry)
        }
    }

    /// Records that the latest successful deployment, whose container was replaced, has one again.
    package func resumeRun(of name: AppName) -> Commit<Void> {
        change { draft in
            var entry = try draft.entry(name)
            guard var good = entry.lastGood, good.run != nil else { return }
            good.run = nil
            try draft.store.save(entry.app, good)
            entry.lastGood = good
            draft.keep(entry)
        }
    }
}

extension RegistryDraft {
    /// - Parameter now: on the monotonic clock.
    fileprivate mutating func closeDeployment(
        of entry: AppEntry, _ outcome: Deployment.Outcome, failure: Failure?, lines: [LogLine],
        _ now: ContinuousClock.Instant
    ) throws {
        var entry = entry
        guard var deployment = entry.deployment, deployment.outcome == nil else {
            try store.save(entry.app)
            return keep(entry)
        }
        deployment.outcome = outcome
        deployment.failure = failure
        let date = snapshot.now()
        deployment.finishedAt = date
        deployment.endStep(at: date)
        entry.deployment = deployment
        entry.closedAt = now
        if outcome == .succeeded {
            entry.lastGood = deployment
            // No container has them any longer.
            entry.app.retiredSecrets = []
        }
        try store.close(deployment, of: entry.app, lines: lines)
        keep(entry)
    }
}
