package import LiveState
package import Model
import Platform
package import Ports
import FoundationEssentials
package import Logging

/// Deploys, stops and removes apps. Its methods are the jobs of the ``ProvisioningQueue``; each reads the request from
/// the registry, runs it, and records the result. None throws: a failure is a result.
package struct Provisioner: Sendable {
    package struct Settings: Sendable {
        package var baseImage: String
        package var links: AppLinks
        package var limits: StepLimits
        package var models: ModelFolders
        /// Those that a Dockerfile may name.
        package var images: AllowedImages
        package var builders: DockerfileBuilders

        package init(
            baseImage: String, links: AppLinks, limits: StepLimits,
            models: ModelFolders = ModelFolders(),
            images: AllowedImages? = nil, builders: DockerfileBuilders = .off
        ) {
            self.baseImage = baseImage
            self.links = links
            self.limits = limits
            self.models = models
            self.images = images ?? AllowedImages(standard: baseImage)
            self.builders = builders
        }
    }

    let queue: ProvisioningQueue
    let registry: AppRegistry
    let logs: LogBuffer
    let source: any RepositorySource
    let hosts: RepositoryHosts
    let host: any ContainerHost
    let gpus: GPUWatch
    let workspaces: Workspaces
    let follower: LogFollower
    let installation: String
    let settings: Settings
    let logger: Logger

    package init(
        queue: ProvisioningQueue, registry: AppRegistry, logs: LogBuffer, source: any RepositorySource,
        hosts: RepositoryHosts, host: any ContainerHost,
        gpus: GPUWatch, workspaces: Workspaces, follower: LogFollower, installation: String,
        settings: Settings, logger: Logger
    ) {
        self.queue = queue
        self.registry = registry
        self.logs = logs
        self.source = source
        self.hosts = hosts
        self.host = host
        self.gpus = gpus
        self.workspaces = workspaces
        self.follower = follower
        self.installation = installation
        self.settings = settings
        self.logger = logger
    }

    /// Runs the open deployment.
    package func deploy(_ name: AppName) async {
        await guarding(name) {
            guard let app = registry.app(name), let deployment = registry.newestDeployment(of: name),
                deployment.outcome == nil
            else { return }
            logs.conceal(app.secrets, of: name)
            logger(of: name).info("deploying", metadata: ["reason": "\(deployment.reason.rawValue)"])
            do {
                guard try await bringUp(app, deployment) else { return }
                let end = app.settings.port == nil ? try? host.observe(name) : nil
                let isFinished = end?.hasFinished == true
                let words = isFinished ? Release(.finished, at: .now).words : "Running at commit \(commit(of: name))."
                log(words, name)
                try await registry.close(
                    name, .succeeded, event: isFinished ? .seenFinished : .seenHealthy, lines: logs.tail(of: name)
                ).stored()
                if isFinished, let run = Run(ofEnded: end, at: .now) {
                    try await registry.endRun(of: name, run, lines: logs.tail(of: name, source: .app)).stored()
                }
                logger(of: name).info("deployed")
            } catch let failure as Failure {
                log("Failed: \(failure.message) \(failure.hint)", name)
                logger(of: name).info(
                    "deployment failed", metadata: ["code": "\(failure.code)", "message": "\(failure.message)"])
                try await recover(app, deployment, from: failure)
            }
        }
    }

    package func stop(_ name: AppName) async {
        await guarding(name) {
            do {
                try await takeSlotToStop(name)
                try await run(nil, of: name) { try await host.stop(name) }
                let release = registry.app(name)?.release
                try await endRun(release == nil ? .stopped : .released, of: name)
                log(release?.words ?? "Stopped.", name)
                // A queued app has no job that would close its deployment.
                try await registry.closeCancelled(name, lines: logs.tail(of: name)).stored()
                try await registry.apply(.seenStopped, to: name).stored()
            } catch let failure as Failure {
                log("Stop failed: \(failure.message)", name)
                try await registry.apply(.stepFailed(failure), to: name).stored()
            }
        }
    }

    package func remove(_ name: AppName, by caller: Caller) async {
        await guarding(name) {
            guard let app = registry.app(name) else { return }
            do {
                try await takeSlotToStop(name)
                let (containers, networks) = try await run(nil, of: name) {
                    try await host.down(name)
                }
                try await run(nil, of: name) { try host.removeImages(of: name) }
                let bytes = try workspaces.remove(of: app)
                let receipt = RemovalReceipt(
                    containers: containers, networks: networks, workspaceBytes: bytes, hostPort: app.hostPort)
                try await registry.remove(name, receipt: receipt, by: caller).stored()
                follower.forget(name)
                logs.forget(name)
            } catch {
                // A removal cannot be undone: the app stays in `removing`, and the reconciler retries.
                log("Removal failed: \(error)", name)
                logger(of: name).error("removal failed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Runs one step of the recipe, or other work if nil, with its time limit; turns any error into a ``Failure`` that
    /// names the step.
    func run<Result: Sendable>(
        _ step: Step?, of name: AppName, quietly: Bool = false,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        if let step, !quietly {
            try await registry.apply(.stepBegan(step), to: name).stored()
            log(step.announcement, name)
        }
        let limit = settings.limits.limit(of: step)
        do {
            return try await withTimeLimit(limit, body)
        } catch let failure as StepFailure {
            try Task.checkCancellation()
            throw redacted(failure.during(step), of: name)
        } catch let failure as Failure {
            try Task.checkCancellation()
            throw redacted(failure, of: name)
        } catch is TimeLimitReached {
            throw Failure(
                step: step, code: "\(step?.rawValue ?? "stop")_timeout",
                message: "This took longer than \(limit.components.seconds) seconds.",
                hint: "Check the log for what it was waiting for, then redeploy.")
        } catch let error as CancellationError {
            throw error
        } catch StoreError.busy {
            try Task.checkCancellation()
            throw StoreError.busy
        } catch StoreError.diskFull {
            throw Self.databaseDiskFull(step)
        } catch let error as ContainerHostUnreachable {
            throw Failure(
                step: step, code: Failure.dockerUnreachable, message: "Docker is not responding: \(error.reason).",
                hint: "Ask the operator to check Docker. A deployment is repeated when it responds again.")
        } catch let error as SystemCallFailure {
            throw StepFailure(error, "The control center could not do this").during(step)
        } catch {
            try Task.checkCancellation()
            logger(of: name).error("step failed", metadata: ["error": "\(error)"])
            throw Self.unexpected(step)
        }
    }

    private static func databaseDiskFull(_ step: Step?) -> Failure {
        Failure(
            step: step, code: "disk_full", message: "The disk with the control center's database is full.",
            hint: "Ask the operator to free disk space on the machine, then redeploy.")
    }

    private static func unexpected(_ step: Step?) -> Failure {
        Failure(
            step: step, code: "internal", message: "Internal error in the control center.",
            hint: "Try again. If it fails again, the operator can find the cause in the service log.")
    }

    /// A tool's message may repeat secrets it was given.
    private func redacted(_ failure: Failure, of name: AppName) -> Failure {
        Failure(
            step: failure.step, code: failure.code, message: logs.redacted(failure.message, of: name),
            hint: failure.hint, lines: failure.lines, action: failure.action)
    }

    /// Last resort for errors of a job; a cancelled job leaves the state to its canceller.
    private func guarding(_ name: AppName, _ job: () async throws -> Void) async {
        do {
            try await job()
        } catch  where error is CancellationError || error is AppConflict {
            do {
                try await registry.closeCancelled(name, lines: logs.tail(of: name)).stored()
            } catch {
                // Whoever cancelled it closes the deployment too.
                logger(of: name).error("could not close a cancelled deployment", metadata: ["error": "\(error)"])
            }
        } catch StoreError.busy {
            // Nothing is lost: the app is still what was asked of it, so the reconciler resumes it.
            logger(of: name).warning("job interrupted: the database is locked by another process")
        } catch {
            logger(of: name).error("job failed", metadata: ["error": "\(error)"])
            let isFull = (error as? StoreError) == .diskFull
            await close(name, isFull ? Self.databaseDiskFull(nil) : Self.unexpected(nil))
        }
    }

    /// Tries until it is stored, since the app would stay as it is: the job ends only then. Not after it was cancelled,
    /// for a request that is newer than the failure.
    private func close(_ name: AppName, _ failure: Failure) async {
        let backoff = Backoff(first: .seconds(1), longest: .seconds(30))
        for attempt in 1... {
            do {
                return try await registry.close(
                    name, .failed, event: .stepFailed(failure), failure: failure, lines: logs.tail(of: name)
                ).stored()
            } catch is AppNotFound {
                return
            } catch is AppConflict {
                return
            } catch {
                logger(of: name).error("could not save a job's failure", metadata: ["error": "\(error)"])
                guard (try? await Task.sleep(for: backoff.delay(after: attempt))) != nil else { return }
            }
        }
    }

    /// With the current deployment's ID and, for a user's request, nginx's request ID.
    private func logger(of name: AppName) -> Logger {
        var log = logger
        log[metadataKey: "app"] = "\(name)"
        guard let deployment = registry.newestDeployment(of: name) else { return log }
        log[metadataKey: "deployment"] = "\(deployment.id)"
        if let request = deployment.request { log[metadataKey: "request"] = "\(request)" }
        return log
    }

    private func commit(of name: AppName) -> String { registry.app(name)?.commit?.short ?? "unknown" }

    func endRun(_ outcome: Run.Outcome, of name: AppName) async throws {
        let lines = logs.tail(of: name, source: .app)
        try await registry.endRun(of: name, Run(outcome, endedAt: .now), lines: lines).stored()
    }

    func log(_ text: String, _ name: AppName) {
        logs.append(text, from: .deploy, to: name)
    }
}
