extension Provisioner {
    /// Undoes what the failed deployment left. A redeploy or rollback goes back to the commit that ran before.
    func recover(_ app: App, _ deployment: Deployment, from failure: Failure) async throws {
        let name = app.name
        let lines = logs.tail(of: name)
        if [.redeploy, .rollback].contains(deployment.reason) {
            if failure.step == .clone, (try? host.observe(name))?.condition == .healthy {
                // The checkout may have got half way.
                if let commit = try book.lastGoodCommit(of: name) {
                    _ = try? await run(.clone, of: name, quietly: true) { try await fetch(app, commit) }
                }
                return try book.close(name, .failed, event: .seenHealthy, failure: failure, lines: lines)
            }
            if let commit = try book.lastGoodCommit(of: name), commit != book.app(name)?.commit {
                do {
                    _ = try await bringUp(app, deployment, at: commit)
                    note("Running again at commit \(commit.short).", name)
                    return try book.close(
                        name, .failed, event: .seenHealthy, failure: failure, lines: logs.tail(of: name))
                } catch let second as Failure {
                    note("Going back failed too: \(second.message)", name)
                }
            }
        }
        do {
            _ = try await run(nil, of: name) { try await host.down(name) }
            if failure.step == .clone, deployment.reason == .onboard { _ = try workspaces.remove(of: app) }
        } catch let undo as Failure {
            note("Could not tidy up: \(undo.message)", name)
        } catch let undo as StepFailure {
            note("Could not tidy up: \(undo.message)", name)
        }
        try book.close(name, .failed, event: .stepFailed(failure), failure: failure, lines: lines)
    }
}
