import LiveState
import Ports
import Model

extension Provisioner {
    /// Cleans up after a failed deployment. A redeploy or rollback returns to the commit that ran before.
    func recover(_ app: App, _ deployment: Deployment, from failure: Failure) async throws {
        let name = app.name
        let lines = logs.tail(of: name)
        if try await keepsRunning(app, deployment, after: failure) {
            return try await registry.close(name, .failed, event: .seenHealthy, failure: failure, lines: lines).stored()
        }
        if [.redeploy, .rollback].contains(deployment.reason), let good = registry.lastGoodDeployment(of: name),
            let commit = good.commit, commit != registry.app(name)?.commit
        {
            do {
                _ = try await bringUp(app, deployment, likeIn: good)
                try await registry.resumeRun(of: name).stored()
                log("Restored commit \(commit.short); the app is running again.", name)
                return try await registry.close(
                    name, .failed, event: .seenHealthy, failure: failure, lines: logs.tail(of: name)
                ).stored()
            } catch let second as Failure {
                log("Restoring the previous commit failed too: \(second.message)", name)
            }
        }
        do {
            // A step that failed in its slot cleans up in it.
            if !queue.holdsSlot(name) { try await takeSlotToStop(name) }
            _ = try await run(nil, of: name) { try await host.down(name) }
            try await endRun(.replaced, of: name)
            try await registry.containerGone(of: name).stored()
            if failure.step == .clone, deployment.reason == .onboard { _ = try workspaces.remove(of: app) }
        } catch let undo as Failure {
            log("Cleanup failed: \(undo.message)", name)
        } catch let undo as StepFailure {
            log("Cleanup failed: \(undo.message)", name)
        }
        try await registry.close(name, .failed, event: .stepFailed(failure), failure: failure, lines: lines).stored()
    }

    /// If the step failed before the container was touched, it keeps running, although the checkout may have changed.
    private func keepsRunning(_ app: App, _ deployment: Deployment, after failure: Failure) async throws -> Bool {
        let name = app.name
        guard let step = failure.step, [.clone, .inspect, .place, .pull, .image].contains(step),
            !(step == .place && hasInstalledOther(commitOf: name)),
            (try? host.observe(name))?.condition == .healthy, let commit = registry.lastGoodDeployment(of: name)?.commit
        else { return false }
        if step == .clone || registry.app(name)?.commit != commit {
            try await takeSlot(.clone, of: name)
            do {
                let fetched = try await run(.clone, of: name, quietly: true) {
                    try await fetch(app, commit, for: deployment)
                }
                try await registry.update(name) { app, deployment in
                    (app.commit, deployment.keptFiles) = (fetched.commit, fetched.kept)
                }.stored()
            } catch let second as Failure {
                log("The files of commit \(commit.short) could not be restored: \(second.message)", name)
            }
        }
        log("The previous deployment keeps running.", name)
        return true
    }

    /// The running app's environment is that of another commit.
    private func hasInstalledOther(commitOf name: AppName) -> Bool {
        guard registry.newestDeployment(of: name)?.steps.contains(where: { $0.step == .install }) == true else {
            return false
        }
        return registry.lastGoodDeployment(of: name)?.commit != registry.app(name)?.commit
    }
}
