/// The recipe that brings an app up: fetch, inspect, place, pull, install, start, wait until it answers.
extension Provisioner {
    /// - Parameter commit: go to this commit, which the workspace has already; nil fetches the newest one where the
    ///   deployment's reason asks for it.
    /// - Throws: ``Failure``, which names the step.
    func bringUp(_ app: App, _ deployment: Deployment, at commit: CommitID? = nil) async throws {
        let name = app.name
        let wanted = commit ?? deployment.target
        let fetchesNewest = wanted == nil && (app.commit == nil || [.onboard, .redeploy].contains(deployment.reason))

        if fetchesNewest || wanted != nil {
            let fetched = try await run(.clone, of: name) { try await fetch(app, wanted) }
            try book.note(name) { app, deployment in
                app.commit = fetched
                if commit == nil { deployment.commit = fetched }
            }
        } else {
            try book.note(name) { app, deployment in deployment.commit = app.commit }
        }
        let requirements = try await run(.inspect, of: name, quietly: true) { try workspaces.requirements(of: app) }
        _ = try await run(.place, of: name, quietly: true) { try await checkCUDA(of: app, requirements) }
        let gpus = app.settings.gpus.count == .none ? [] : try await run(.place, of: name) { try await place(app) }
        let image = try await run(.pull, of: name) {
            try await host.ensureImage(settings.baseImage) { line in
                logs.append(line, from: .deploy, to: name)
            } progress: { summary in
                book.report(summary, of: name)
            }
        }
        try book.note(name) { _, deployment in deployment.image = image }
        let remarks = try await run(.place, of: name, quietly: true) { try await checkCUDA(of: app, requirements) }
        for remark in remarks { note(remark, name) }

        @Sendable func stack(port: UInt16) -> Stack {
            Stack(
                app: name, installation: installation, deployment: deployment.id, uid: app.uid,
                image: settings.baseImage, workspace: workspaces.path(of: name), commit: book.app(name)?.commit,
                requirements: requirements, startCommand: app.settings.startCommand, port: app.settings.port,
                hostPort: port, gpus: gpus, memory: app.settings.memory, environment: app.settings.environment)
        }
        try await run(.install, of: name) {
            try await host.install(stack(port: app.hostPort)) { line in
                book.report(logs.append(line, from: .install, to: name), of: name)
            }
            try book.measured(workspaces.size(of: app), of: name)
        }
        try await run(.start, of: name) {
            try endRun(.replaced, of: name)
            try await upOnFreePort(name, stack)
        }
        try await run(.health, of: name) { try await waitUntilHealthy(name) }
    }

    /// Somebody else may take the leased port before the container does: up to three tries, each on another one.
    private func upOnFreePort(_ name: AppName, _ stack: (UInt16) -> Stack) async throws {
        guard let leased = book.app(name)?.hostPort else { throw AppNotFound(name: name) }
        var port = leased
        for _ in 1...2 {
            do {
                return try await host.up(stack(port))
            } catch let failure as StepFailure where failure.code == "host_port_taken" {
                note("\(failure.message) Trying another one.", name)
                port = try leaseFreePort(for: name)
            }
        }
        try await host.up(stack(port))
    }

    /// Another installation, or anything else on the host, may listen on many ports in a row.
    private func leaseFreePort(for name: AppName) throws -> UInt16 {
        var port = try book.leaseAnotherPort(for: name)
        for _ in 1...100 where !LoopbackPort.isFree(port) { port = try book.leaseAnotherPort(for: name) }
        return port
    }

    func fetch(_ app: App, _ commit: CommitID?) async throws -> CommitID {
        let admission: RepositoryHosts.Admission
        do {
            admission = try hosts.admit(app.settings.repository)
        } catch {
            throw StepFailure(code: error.code, message: error.message, hint: "Use a repository on an allowed host.")
        }
        try workspaces.create(for: app)
        let order = FetchOrder(
            repository: app.settings.repository, branch: app.settings.branch,
            token: app.settings.repositoryToken, commit: commit, admission: admission,
            workspace: workspaces.path(of: app.name), uid: app.uid)
        logs.append(
            commit.map { "Going back to commit \($0.short)" } ?? "Fetching \(app.settings.repository)", from: .clone,
            to: app.name)
        let fetched = try await source.fetch(order) { book.report($0.summary, of: app.name) }.commit
        logs.append("Checked out commit \(fetched)", from: .clone, to: app.name)
        return fetched
    }

    private func place(_ app: App) async throws -> [String] {
        let cards = try await inventory.read().gpus
        let placement = try book.place(app.name) { held throws(StepFailure) in
            try GPUPlacement.choose(app.settings.gpus.count, from: cards, held: held)
        }
        note("Placed on \(placement.reason).", app.name)
        return placement.uuids
    }
}
