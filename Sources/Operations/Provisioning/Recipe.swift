import LiveState
import Model
import Platform
import Ports

/// The deployment recipe: fetch, inspect, pull, build the image, install, place, start, wait until healthy. GPUs
/// are taken last, so that none is held by an app that is not ready to use it.
extension Provisioner {
    /// - Parameters:
    ///   - earlier: goes back to this deployment's commit, which the workspace already has, with what ran with it; nil
    ///     fetches the latest commit if the deployment's reason requires it.
    /// - Returns: false if the app is now in the GPU queue; another job resumes from there.
    /// - Throws: ``Failure`` with the step.
    func bringUp(
        _ app: App, _ deployment: Deployment, likeIn earlier: Deployment? = nil
    ) async throws -> Bool {
        let (name, commit) = (app.name, earlier?.commit)
        let wanted = commit ?? deployment.target
        let fetchesNewest = wanted == nil && (app.commit == nil || [.onboard, .redeploy].contains(deployment.reason))
        // The deployment was resumed after waiting in the queue or an interruption.
        let isFetched = commit == nil && deployment.commit != nil && deployment.commit == app.commit

        if !isFetched, fetchesNewest || wanted != nil {
            try await takeSlot(.clone, of: name)
            let fetched = try await run(.clone, of: name) { try await fetch(app, wanted, for: deployment) }
            try await registry.update(name) { app, deployment in
                app.commit = fetched.commit
                deployment.keptFiles = fetched.kept
                if commit == nil { (deployment.commit, deployment.commitInfo) = (fetched.commit, fetched.info) }
            }.stored()
        } else {
            try await takeSlot(.start, of: name)
            try await finishCheckout(of: app, for: deployment)
            let info = deployment.commitInfo ?? registry.commitInfo(app.commit, of: name)
            try await registry.update(name) { app, deployment in
                (deployment.commit, deployment.commitInfo) = (app.commit, info)
            }.stored()
        }
        let dockerfile = try await run(.inspect, of: name, quietly: true) { try self.dockerfile(of: app) }
        let plan = try await run(.inspect, of: name, quietly: true) {
            dockerfile == nil ? try dependencies(of: app) : .none
        }
        let models = try await run(.inspect, of: name, quietly: true) { try self.models(of: app) }
        @Sendable func checkGPUs(in image: String?) async throws -> CUDAAnswer? {
            try await run(.place, of: name, quietly: true) { try await self.checkGPUs(of: app, plan, in: image) }
        }
        var answer = try await checkGPUs(in: dockerfile == nil ? baseImage(of: app) : nil)
        let pinned = earlier ?? (deployment.reason == .rollback ? deployment : nil)
        let packages = pinned?.packages ?? (fetchesNewest ? nil : packagesThatRan(of: name))
        let image = try await image(
            of: app, adding: plan.systemPackages, dockerfile, renewing: fetchesNewest, pinned: pinned?.image)
        try await registry.update(name) { _, deployment in deployment.image = image }.stored()
        if answer == nil { answer = try await checkGPUs(in: dockerfile == nil ? baseImage(of: app) : image) }
        for note in answer?.notes ?? [] { log(note, name) }

        @Sendable func stack(port: UInt16, gpus: [String]) -> Stack {
            Stack(
                app: name, installation: installation, deployment: deployment.id, uid: app.uid,
                image: image, build: app.settings.build, baseImage: settings.baseImage,
                workspace: workspaces.path(of: name),
                commit: registry.app(name)?.commit, dependencies: DependencyInputs(plan, app.settings.installer),
                packages: packages,
                mendsEnvironment: [.redeploy, .rollback].contains(deployment.reason),
                startCommand: app.settings.startCommand,
                port: app.settings.port, link: settings.links.address(of: name), hostPort: port, gpus: gpus,
                memory: app.settings.memory, environment: app.settings.environment, models: models)
        }
        if dockerfile == nil {
            try await install(app, stack(port: app.hostPort, gpus: []), plan)
            if earlier == nil {
                let packages = host.installedPackages(of: name)
                try await registry.update(name) { _, deployment in deployment.packages = packages }.stored()
            }
        }
        try await registry.measured(
            workspace: workspaces.size(of: app), shared: host.sharedBytes(of: name), of: name
        ).stored()
        try await takeSlot(.start, of: name)
        guard let placed = try await place(app, without: answer?.unfit ?? .none, mayWait: commit == nil) else {
            return false
        }
        try await run(.start, of: name) {
            // Until it is replaced, the link leads to the container that runs.
            do {
                try await upOnFreePort(name) { stack(port: $0, gpus: placed) }
            } catch {
                try await endRun(.replaced, of: name)
                throw error
            }
            try await endRun(.replaced, of: name)
            try await registry.beginLease(of: name).stored()
        }
        queue.leaveSlot(name)
        try await run(.health, of: name) { try await waitUntilHealthy(app) }
        return true
    }

    /// What the latest successful deployment of the app's commit had, for an environment that has to be made again.
    private func packagesThatRan(of name: AppName) -> String? {
        let good = registry.lastGoodDeployment(of: name)
        return good?.commit == registry.app(name)?.commit ? good?.packages : nil
    }

    private func install(_ app: App, _ stack: Stack, _ plan: DependencyPlan) async throws {
        let name = app.name
        try await run(.install, of: name, unless: { try host.isInstalled(stack) }) {
            do {
                try await host.install(stack) { line in
                    registry.report(logs.append(line, from: .install, to: name), of: name)
                }
            } catch let failure as StepFailure where failure.code == "install_failed" && workspaces.areFull {
                throw Workspaces.full
            } catch let failure as StepFailure where failure.code == "install_failed" {
                throw diagnosis.installFailed(failure, of: name, plan)
            }
        }
    }

    /// Another process may take the leased port before the container does: tries up to three ports.
    private func upOnFreePort(_ name: AppName, _ stack: (UInt16) -> Stack) async throws {
        guard let leased = registry.app(name)?.hostPort else { throw AppNotFound(name: name) }
        var port = leased
        for _ in 1...2 {
            do {
                return try await host.up(stack(port))
            } catch let failure as StepFailure where failure.code == "host_port_taken" {
                log("\(failure.message) Trying another port.", name)
                port = try await leaseFreePort(for: name)
            }
        }
        try await host.up(stack(port))
    }

    /// Another installation, or any other program, may listen on several ports in a row.
    private func leaseFreePort(for name: AppName) async throws -> UInt16 {
        var port = try await registry.leaseAnotherPort(for: name).stored()
        for _ in 1...100 where !LoopbackPort.isFree(port) {
            port = try await registry.leaseAnotherPort(for: name).stored()
        }
        return port
    }

    /// Checks out the app's commit again if an interrupted checkout may have left files of another one.
    private func finishCheckout(of app: App, for deployment: Deployment) async throws {
        guard let commit = app.commit, workspaces.hasOther(than: commit, of: app.name) else { return }
        let fetched = try await run(.clone, of: app.name) { try await fetch(app, commit, for: deployment) }
        try await registry.update(app.name) { _, deployment in deployment.keptFiles = fetched.kept }.stored()
    }

    /// - Parameter deployment: the one that files are moved aside for.
    func fetch(_ app: App, _ commit: CommitID?, for deployment: Deployment) async throws -> FetchedRepository {
        let admission: RepositoryHosts.Admission
        do {
            admission = try hosts.admit(app.settings.repository)
        } catch {
            throw StepFailure(code: error.code, message: error.message, hint: "Use a repository on an allowed host.")
        }
        try workspaces.create(for: app)
        let order = FetchOrder(
            repository: app.settings.repository, reference: app.settings.branch,
            token: app.settings.repositoryToken, user: app.settings.repositoryUser, commit: commit,
            retained: try registry.deployedCommits(of: app), written: registry.app(app.name)?.commit,
            admission: admission, hosts: hosts, scope: .everything(.init(of: deployment, at: registry.now())),
            workspace: workspaces.path(of: app.name), uid: app.uid)
        logs.append(
            commit.map { "Checking out commit \($0.short)" } ?? "Fetching \(app.settings.repository)", from: .clone,
            to: app.name)
        let fetched = try await source.fetch(order) { registry.report($0.summary, of: app.name) }
        let subject = fetched.info.map { ": \($0.subject)" } ?? ""
        logs.append("Checked out commit \(fetched.commit)\(subject)", from: .clone, to: app.name)
        for remark in fetched.remarks { logs.append(remark, from: .clone, to: app.name) }
        if let kept = fetched.kept {
            let words = "\(kept.words). For \(KeptFiles.days) days they are in \(kept.folder) of the app's folder."
            logs.append(words, from: .clone, to: app.name)
        }
        return fetched
    }

    /// - Returns: nil if the app is in the GPU queue.
    private func place(_ app: App, without unfit: UnfitGPUs, mayWait: Bool) async throws -> [String]? {
        let name = app.name
        if app.settings.gpus.count == .none {
            if holdsGPUs(name) { try await run(.start, of: name, quietly: true) { try await stopForOtherGPUs(name) } }
            return []
        }
        @Sendable func reserve() async throws -> AppRegistry.Placing {
            let seen = try await gpus.readSnapshot()
            return try await registry.place(name, on: seen, without: unfit, mayWait: mayWait).stored()
        }
        return try await run(.place, of: name, quietly: app.state == .waitingForGPU) {
            var placing = try await reserve()
            if placing == .mustStopFirst {
                try await stopForOtherGPUs(name)
                placing = try await reserve()
            }
            switch placing {
            case .placed(let placement):
                log("Placed on \(placement.reason).", name)
                return placement.uuids
            case .waits(let place, let isNew):
                if isNew {
                    log("Queued for GPUs (\(place.position) of \(place.length)): needs \(place.waitsFor).", name)
                }
                return nil
            case .mustStopFirst:
                throw AppConflict(state: app.state)
            }
        }
    }

    private func holdsGPUs(_ name: AppName) -> Bool { registry.newestDeployment(of: name)?.gpus.isEmpty == false }

    /// Stops the container to be replaced: its GPUs are free from now on.
    private func stopForOtherGPUs(_ name: AppName) async throws {
        log("Stopping the running container to switch GPUs.", name)
        try await host.stop(name)
        try await endRun(.replaced, of: name)
        try await registry.releaseGPUs(name).stored()
    }
}
