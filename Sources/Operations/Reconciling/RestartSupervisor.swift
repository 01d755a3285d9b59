import LiveState
import Model
import Ports
import FoundationEssentials
import Logging
import Platform
import Synchronization

/// Handles apps that should run but whose containers exited: marks them failed, or restarts them after a delay, as
/// decided by ``RestartBackoff``.
final class RestartSupervisor: Sendable {
    /// `docker rm --force` stops a container first, then removes it.
    private static let removal = Duration.seconds(1)

    private static let gaveUp = "It was restarted \(RestartBackoff.limit) times in a few minutes."

    private struct State {
        var policies: [Int64: RestartBackoff] = [:]
        /// Apps with an open deployment that starts after the backoff delay.
        var waiting: Set<AppName> = []
    }

    private let registry: AppRegistry
    private let logs: LogBuffer
    private let host: any ContainerHost
    private let jobs: JobSubmitter
    private let follower: LogFollower
    private let logger: Logger
    private let state = Mutex(State())
    /// Asking Docker and storing blocks.
    private let executor = DispatchQueueExecutor(label: "dcc.restarts")

    init(
        registry: AppRegistry, logs: LogBuffer, host: any ContainerHost, jobs: JobSubmitter, follower: LogFollower,
        logger: Logger
    ) {
        self.registry = registry
        self.logs = logs
        self.host = host
        self.jobs = jobs
        self.follower = follower
        self.logger = logger
    }

    /// True while the app waits for its restart and has no job.
    func isWaiting(_ app: AppName) -> Bool { state.withLock { $0.waiting.contains(app) } }

    /// - Parameters:
    ///   - app: as it was before Docker was asked; skipped if it has changed since.
    ///   - seen: what Docker reports about its container; nil if there is none.
    func handleEnd(_ app: App, _ seen: ContainerObservation?, _ failure: Failure) {
        let failure = explained(failure, of: app.name, seen)
        let ranFor = registry.secondsSinceDeployment(of: app.name)
        let verdict = state.withLock { state in
            if state.policies[app.id] == nil {
                // Those of removed apps go whenever there is a new one.
                let present = Set(registry.apps.map(\.id))
                state.policies = state.policies.filter { present.contains($0.key) }
            }
            return state.policies[app.id, default: RestartBackoff()]
                .evaluate(ranFor: ranFor, wasTakenAway: seen == nil, now: .now)
        }
        do {
            switch verdict {
            case .bringBack(let delay): try bringBack(app, seen, failure, after: delay)
            case .leave: try leave(app, seen, failure)
            case .giveUp:
                let words = "\(failure.message) \(Self.gaveUp)"
                let last = Failure(
                    step: nil, code: failure.code, message: words, hint: failure.hint, lines: failure.lines,
                    action: failure.action)
                try leave(app, seen, last)
            }
        } catch is AppConflict {
        } catch {
            logger.error("could not save the container's exit", metadata: ["app": "\(app.name)", "error": "\(error)"])
        }
    }

    /// An app without a port has ended by itself, without an error: it is not restarted.
    /// - Parameters: as in ``handleEnd(_:_:_:)``.
    func finish(_ app: App, _ seen: ContainerObservation?) {
        do {
            try registry.apply([ObservedTransition(app: app, event: .seenFinished)]).waitUntilStored()
        } catch {
            logger.error("could not save the container's exit", metadata: ["app": "\(app.name)", "error": "\(error)"])
        }
        guard let finished = registry.app(app.name), finished.id == app.id, let release = finished.release,
            release.reason == .finished
        else { return }
        Task {
            await keep(Run(ofEnded: seen, at: .now), of: app.name)
            logs.append(release.words, from: .deploy, to: app.name)
        }
    }

    private func bringBack(
        _ app: App, _ seen: ContainerObservation?, _ failure: Failure, after delay: Duration
    ) throws {
        guard let opened = try registry.reopen([app]).waitUntilStored().first else { return }
        state.withLock { _ = $0.waiting.insert(app.name) }
        let words = "\(failure.message) Restarting in \(delay.components.seconds) s."
        logs.append(words, from: .deploy, to: app.name)
        Task(executorPreference: executor) { [self] in
            // Before the next container takes over the exited one's name.
            await keep(Run(ofEnded: seen, at: .now), of: app.name)
            try? await Task.sleep(for: delay)
            state.withLock { _ = $0.waiting.remove(app.name) }
            // Unless a newer request has arrived.
            guard let app = registry.app(app.name), app.state == .queued,
                registry.newestDeployment(of: app.name)?.id == opened.id
            else { return }
            jobs.submit(app)
        }
    }

    private func leave(_ app: App, _ seen: ContainerObservation?, _ failure: Failure) throws {
        try registry.apply([ObservedTransition(app: app, event: .seenEnded(failure))]).waitUntilStored()
        if registry.app(app.name)?.state == .failed { try registry.containerGone(of: app.name).waitUntilStored() }
        guard let left = registry.app(app.name), left.id == app.id, left.state == .failed else { return }
        Task(executorPreference: executor) { [self] in
            await keep(Run(ofEnded: seen, at: .now), of: app.name)
            let left = await explainAgain(left, seen)
            guard seen != nil else { return }
            try? await Task.sleep(for: Self.removal)
            guard registry.app(app.name) == left, case .some(.none) = try? host.observe(app.name) else { return }
            handleEnd(left, nil, StepFailure.vanished.during(nil))
        }
    }

    private func explained(_ failure: Failure, of name: AppName, _ seen: ContainerObservation?) -> Failure {
        guard case .exited(let code, let outOfMemory) = seen?.condition else { return failure }
        return LogDiagnosis(registry: registry, logs: logs, workspaces: nil)
            .ended(name, code: code, outOfMemory: outOfMemory, at: .run).during(nil)
    }

    /// Now that its last output has arrived, unless the app has changed since.
    private func explainAgain(_ left: App, _ seen: ContainerObservation?) async -> App {
        guard let failure = left.failure, !failure.message.contains(Self.gaveUp) else { return left }
        let better = explained(failure, of: left.name, seen)
        guard better != failure, registry.app(left.name) == left else { return left }
        do {
            try await registry.update(left.name) { app, _ in app.failure = better }.stored()
        } catch {
            logger.error(
                "could not save why a container exited", metadata: ["app": "\(left.name)", "error": "\(error)"])
        }
        return registry.app(left.name) ?? left
    }

    /// Records how a container exited, after its last output has arrived.
    private func keep(_ run: Run?, of name: AppName) async {
        guard let run else { return }
        await follower.settle(name)
        do {
            try await registry.endRun(of: name, run, lines: logs.tail(of: name, source: .app)).stored()
        } catch {
            logger.error("could not save the container's exit", metadata: ["app": "\(name)", "error": "\(error)"])
        }
    }
}
