import FoundationEssentials
package import Logging

/// Brings apps up, stops them and takes them away. Its methods are the jobs of the ``ProvisioningQueue``; each reads
/// what was asked from the book, does it, and writes down how it ended. None throws: a failure is an outcome.
package struct Provisioner: Sendable {
    package struct Settings: Sendable {
        package var baseImage: String
        package var limits: StepLimits

        package init(baseImage: String, limits: StepLimits = StepLimits()) {
            self.baseImage = baseImage
            self.limits = limits
        }
    }

    let book: AppBook
    let logs: LogBook
    let source: any RepositorySource
    let hosts: RepositoryHosts
    let host: any ContainerHost
    let inventory: any GPUInventory
    let workspaces: Workspaces
    let follower: LogFollower
    let installation: String
    let settings: Settings
    let logger: Logger

    package init(
        book: AppBook, logs: LogBook, source: any RepositorySource, hosts: RepositoryHosts, host: any ContainerHost,
        inventory: any GPUInventory, workspaces: Workspaces, follower: LogFollower, installation: String,
        settings: Settings, logger: Logger
    ) {
        self.book = book
        self.logs = logs
        self.source = source
        self.hosts = hosts
        self.host = host
        self.inventory = inventory
        self.workspaces = workspaces
        self.follower = follower
        self.installation = installation
        self.settings = settings
        self.logger = logger
    }

    /// Carries out the deployment that is open.
    package func deploy(_ name: AppName) async {
        await guarding(name) {
            guard let app = book.app(name), let deployment = book.newestDeployment(of: name), deployment.outcome == nil
            else { return }
            do {
                try await bringUp(app, deployment)
                note("Running at commit \(book.app(name)?.commit?.short ?? "unknown").", name)
                try book.close(name, .succeeded, event: .seenHealthy, lines: logs.tail(of: name))
            } catch let failure as Failure {
                note("Failed: \(failure.message) \(failure.hint)", name)
                try await recover(app, deployment, from: failure)
            }
        }
    }

    package func stop(_ name: AppName) async {
        await guarding(name) {
            do {
                try await run(nil, of: name) { try await host.stop(name) }
                note("Stopped.", name)
                try book.apply(.seenStopped, to: name)
            } catch let failure as Failure {
                note("Could not stop: \(failure.message)", name)
                try book.apply(.stepFailed(failure), to: name)
            }
        }
    }

    package func remove(_ name: AppName, by caller: Caller) async {
        await guarding(name) {
            guard let app = book.app(name) else { return }
            do {
                let (containers, networks) = try await run(nil, of: name) {
                    try await host.down(name)
                }
                let bytes = try workspaces.remove(of: app)
                let receipt = RemovalReceipt(
                    containers: containers, networks: networks, workspaceBytes: bytes, hostPort: app.hostPort)
                try book.remove(name, receipt: receipt, by: caller)
                logs.forget(name)
            } catch {
                // Removing has no way back: it stays "removing", and the reconciler has it tried again.
                note("Could not remove everything: \(error)", name)
                logger.error("removal failed", metadata: ["app": "\(name)", "error": "\(error)"])
            }
        }
    }

    // MARK: - The recipe

    private func bringUp(_ app: App, _ deployment: Deployment, at commit: CommitID? = nil) async throws {
        let name = app.name
        let fetchesNewest = commit == nil && (app.commit == nil || [.onboard, .redeploy].contains(deployment.reason))

        if fetchesNewest || commit != nil {
            let fetched = try await run(.clone, of: name) { try await fetch(app, commit) }
            try book.note(name) { app, deployment in
                app.commit = fetched
                if commit == nil { deployment.commit = fetched }
            }
        } else {
            try book.note(name) { app, deployment in deployment.commit = app.commit }
        }
        let requirements = try await run(.inspect, of: name, quietly: true) { try workspaces.requirements(of: app) }
        let gpus = app.settings.gpus == .none ? [] : try await run(.place, of: name) { try await place(app) }
        let image = try await run(.pull, of: name) {
            try await host.ensureImage(settings.baseImage) { logs.append($0, from: .deploy, to: name) }
        }
        try book.note(name) { _, deployment in deployment.image = image }

        @Sendable func writeStack(port: UInt16) throws {
            try host.write(
                Stack(
                    app: name, installation: installation, deployment: deployment.id, uid: app.uid,
                    image: settings.baseImage, workspace: workspaces.path(of: name), requirements: requirements,
                    startCommand: app.settings.startCommand, port: app.settings.port, hostPort: port, gpus: gpus))
        }
        try await run(.install, of: name) {
            try writeStack(port: app.hostPort)
            try await host.install(name) { line in
                logs.append(line, from: .install, to: name)
                book.report(line, of: name)
            }
        }
        try await run(.start, of: name) {
            try await upOnFreePort(name, writeStack)
        }
        try await run(.health, of: name) { try await waitUntilHealthy(name) }
    }

    /// Somebody else may take the leased port before the container does: up to three tries, each on another one.
    private func upOnFreePort(_ name: AppName, _ writeStack: (UInt16) throws -> Void) async throws {
        for _ in 1...2 {
            do {
                return try await host.up(name)
            } catch let failure as StepFailure where failure.code == "host_port_taken" {
                note("\(failure.message) Trying another one.", name)
                try writeStack(try book.leaseAnotherPort(for: name))
            }
        }
        try await host.up(name)
    }

    private func fetch(_ app: App, _ commit: CommitID?) async throws -> CommitID {
        let admission: RepositoryHosts.Admission
        do {
            admission = try hosts.admit(app.settings.repository)
        } catch {
            throw StepFailure(code: error.code, message: error.message, hint: "Use a repository on an allowed host.")
        }
        try workspaces.create(for: app)
        let order = FetchOrder(
            repository: app.settings.repository, branch: app.settings.branch, commit: commit, admission: admission,
            workspace: workspaces.path(of: app.name), uid: app.uid)
        logs.append(
            commit.map { "Going back to commit \($0.short)" } ?? "Fetching \(app.settings.repository)", from: .clone,
            to: app.name)
        let fetched = try await source.fetch(order) { book.report($0.summary, of: app.name) }
        logs.append("Checked out commit \(fetched)", from: .clone, to: app.name)
        return fetched
    }

    private func place(_ app: App) async throws -> [String] {
        let others = book.apps.filter { $0.id != app.id && $0.desired == .running }
        let held = others.flatMap { book.newestDeployment(of: $0.name)?.gpus ?? [] }
        let placement = try GPUPlacement.choose(
            app.settings.gpus, from: try await inventory.gpus(),
            held: Dictionary(held.map { ($0, 1) }, uniquingKeysWith: +))
        note("Placed on \(placement.reason).", app.name)
        try book.note(app.name) { _, deployment in
            deployment.gpus = placement.uuids
            deployment.placement = placement.reason
        }
        return placement.uuids
    }

    // MARK: - When it fails

    /// Undoes what the failed deployment left. A redeploy goes back to the commit that ran before.
    private func recover(_ app: App, _ deployment: Deployment, from failure: Failure) async throws {
        let name = app.name
        let lines = logs.tail(of: name)
        if deployment.reason == .redeploy {
            if failure.step == .clone, (try? host.observe(name))?.condition == .healthy {
                return try book.close(name, .failed, event: .seenHealthy, failure: failure, lines: lines)
            }
            if let commit = try book.lastGoodCommit(of: name), commit != book.app(name)?.commit {
                do {
                    try await bringUp(app, deployment, at: commit)
                    note("Running again at commit \(commit.short).", name)
                    return try book.close(
                        name, .failed, event: .seenHealthy, failure: failure, lines: logs.tail(of: name))
                } catch let second as Failure {
                    note("Going back failed too: \(second.message)", name)
                }
            }
        }
        do {
            _ = try await host.down(name)
            if failure.step == .clone, deployment.reason == .onboard { _ = try workspaces.remove(of: app) }
        } catch let undo as StepFailure {
            note("Could not tidy up: \(undo.message)", name)
        } catch let undo as ContainerHostUnreachable {
            note("Could not tidy up: \(undo.reason)", name)
        }
        try book.close(name, .failed, event: .stepFailed(failure), failure: failure, lines: lines)
    }

    /// Runs one step of the recipe, or nil for other work, under its time limit; whatever goes wrong becomes a ``Failure`` that names the step.
    private func run<Result: Sendable>(
        _ step: Step?, of name: AppName, quietly: Bool = false,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        if let step, !quietly {
            try book.apply(.stepBegan(step), to: name)
            note(step.announcement, name)
        }
        let limit = settings.limits.limit(of: step)
        do {
            return try await withTimeLimit(limit, body)
        } catch let failure as StepFailure {
            try Task.checkCancellation()
            throw failure.during(step)
        } catch is TimeLimitReached {
            throw Failure(
                step: step, code: "\(step?.rawValue ?? "stop")_timeout",
                message: "This did not end within \(limit.components.seconds) seconds.",
                hint: "Look at the log for what it waited for, then redeploy.")
        } catch let error as ContainerHostUnreachable {
            throw Failure(
                step: step, code: "docker_unreachable", message: "Docker did not answer: \(error.reason).",
                hint: "Ask the operator to look at the Docker Engine, then redeploy.")
        }
    }

    /// The last resort around a job: a cancelled one leaves its state to whoever cancelled it.
    private func guarding(_ name: AppName, _ job: () async throws -> Void) async {
        do {
            try await job()
        } catch is CancellationError {
            try? book.closeCancelled(name, lines: logs.tail(of: name))
        } catch {
            logger.error("job failed", metadata: ["app": "\(name)", "error": "\(error)"])
            let failure = Failure(
                step: nil, code: "internal", message: "Something went wrong inside the control center.",
                hint: "Try again; the operator finds the reason in the service's log.")
            try? book.close(name, .failed, event: .stepFailed(failure), failure: failure, lines: logs.tail(of: name))
        }
    }

    private func note(_ text: String, _ name: AppName) {
        logs.append(text, from: .deploy, to: name)
    }
}
