package import LiveState
package import Model
package import Ports
import Dispatch
import FoundationEssentials
package import Logging
import Platform
import Synchronization

/// Reads container states from Docker and applies them: after every Docker event, and every 30 s. Events that arrive
/// during a look lead to one more, however many they are.
///
/// Skips apps with a running job; the job observes its own app.
package final class Reconciler: Sendable {
    private let registry: AppRegistry
    private let logs: LogBuffer
    private let host: any ContainerHost
    private let containers: ContainerDirectory
    private let hostWatch: HostWatch
    private let queue: ProvisioningQueue
    private let jobs: JobSubmitter
    private let follower: LogFollower
    private let restarts: RestartSupervisor
    private let logger: Logger
    private let passes = DispatchQueue(label: "dcc.reconciler")
    private let reminder = Periodic(label: "dcc.reminder", every: .seconds(30))
    private let asked = Mutex(Asked())
    /// Apps that ended while Docker or this service was down, and could not be started again.
    private let unopened = Mutex<Set<AppName>>([])

    /// Looks that were asked for and have not begun.
    private struct Asked {
        var apps: Set<AppName> = []
        var isForAll = false

        var isEmpty: Bool { apps.isEmpty && !isForAll }

        mutating func add(_ app: AppName?) {
            if let app { apps.insert(app) } else { isForAll = true }
        }
    }

    package init(
        registry: AppRegistry, logs: LogBuffer, host: any ContainerHost, containers: ContainerDirectory,
        hostWatch: HostWatch, queue: ProvisioningQueue, jobs: JobSubmitter, follower: LogFollower, logger: Logger
    ) {
        self.registry = registry
        self.logs = logs
        self.host = host
        self.containers = containers
        self.hostWatch = hostWatch
        self.queue = queue
        self.jobs = jobs
        self.follower = follower
        restarts = RestartSupervisor(
            registry: registry, logs: logs, host: host, jobs: jobs, follower: follower, logger: logger)
        self.logger = logger
    }

    /// Reconciles once, then on every Docker event.
    package func start() {
        passes.sync { reconcileAll() }
        host.watch { [weak self] app in self?.notify(app) }
        reminder.start { [weak self] in self?.notify(nil) }
    }

    /// Other programs reload the firewall too. Errors are only logged here; a deployment checks isolation itself.
    private func ensureIsolation() {
        Task { [host, logger] in
            do {
                try await host.ensureIsolation()
            } catch {
                logger.error("could not ensure network isolation of containers", metadata: ["error": "\(error)"])
            }
        }
    }

    package func notify(_ app: AppName?) {
        let isFirst = asked.withLock { asked in
            defer { asked.add(app) }
            return asked.isEmpty
        }
        if isFirst { passes.async { [weak self] in self?.look() } }
    }

    private func look() {
        let asked = self.asked.withLock { asked in
            defer { asked = Asked() }
            return asked
        }
        if asked.isForAll { return reconcileAll() }
        do {
            for app in asked.apps { try reconcile(app) }
        } catch {
            reconcileAll()
        }
    }

    private func reconcile(_ name: AppName) throws {
        // Read before asking Docker: results apply only to apps that have not changed since.
        let app = registry.app(name)
        let seen = try host.observe(name)
        containers.record(seen, of: name)
        guard let app, !app.state.isWorking, !queue.isBusy(name) else { return }
        var plan = Plan()
        try evaluate(seen, of: app, wasUnreachable: false, into: &plan)
        apply(plan)
    }

    private func reconcileAll() {
        do {
            let apps = registry.apps
            let seen = try host.observe()
            containers.record(seen)
            let wasUnreachable = hostWatch.record(dockerReachable: true)
            ensureIsolation()
            var plan = Plan()
            for app in apps where !queue.isBusy(app.name) && !restarts.isWaiting(app.name) {
                try evaluate(seen[app.name], of: app, wasUnreachable: wasUnreachable, into: &plan)
            }
            apply(plan)
        } catch {
            // Each would wait as long for an answer.
            asked.withLock { $0.apps = [] }
            _ = hostWatch.record(dockerReachable: false)
            logger.warning("Docker is not responding", metadata: ["error": "\(error)"])
            let apps = registry.apps.filter { !queue.isBusy($0.name) }
            do {
                try registry.apply(apps.map { ObservedTransition(app: $0, event: .lostSight) }).waitUntilStored()
            } catch {
                // The next look finds Docker away, or the apps' states.
                logger.error("could not save that the apps are out of sight", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Results of one check, collected so that any number of apps are saved in one transaction.
    private struct Plan {
        var transitions: [ObservedTransition] = []
        /// Apps in a working state without a job, and apps that exited, or could not be deployed, while Docker or this
        /// service was down, without a request to stop. As they were before Docker was asked.
        var unfinished: [App] = []
    }

    private func evaluate(_ seen: ContainerObservation?, of app: App, wasUnreachable: Bool, into plan: inout Plan)
        throws
    {
        if app.state.isWorking { return plan.unfinished.append(app) }
        if let seen { follower.follow(seen, of: app.name) }
        let event = AppEvent.seeing(seen, of: app)
        switch event {
        case nil, .seenEnded, .seenFinished:
            if app.isOwedByDocker, wasUnreachable || !isRetry(app) {
                plan.unfinished.append(app)
            } else if ![.running, .unhealthy, .unknown].contains(app.state) {
                freeGPUs(of: app)
            } else if event == .seenFinished {
                restarts.finish(app, seen)
            } else if wasUnreachable || unopened.withLock({ $0.contains(app.name) }) {
                // One that finished meanwhile is not run again.
                let end = try app.settings.port == nil && seen != nil ? host.observe(app.name) : nil
                if end?.hasFinished == true { try reconcile(app.name) } else { plan.unfinished.append(app) }
            } else if case .seenEnded(let failure) = event {
                restarts.handleEnd(app, seen, failure)
            } else {
                try reconcile(app.name)
            }
        case let event?: plan.transitions.append(ObservedTransition(app: app, event: event))
        }
    }

    /// True if this service has already repeated the deployment: once without a sign that Docker was away is enough.
    private func isRetry(_ app: App) -> Bool {
        registry.newestDeployment(of: app.name)?.requestedBy == Caller.system.user
    }

    private func apply(_ plan: Plan) {
        do {
            if !plan.transitions.isEmpty { try registry.apply(plan.transitions).waitUntilStored() }
            for transition in plan.transitions where transition.event == .seenStopped { freeGPUs(of: transition.app) }
        } catch {
            logger.error("could not save observed app states", metadata: ["error": "\(error)"])
        }
        do {
            try jobs.resume(plan.unfinished)
            unopened.withLock { $0.subtract(plan.unfinished.map(\.name)) }
        } catch {
            // Tried again at the next look.
            logger.error("could not start apps again", metadata: ["error": "\(error)"])
            unopened.withLock { $0.formUnion(plan.unfinished.map(\.name)) }
        }
    }

    /// No container of the app is running any longer.
    private func freeGPUs(of app: App) {
        guard let app = registry.app(app.name), app.state == .failed else { return }
        do {
            try registry.containerGone(of: app.name).waitUntilStored()
        } catch {
            logger.error("could not free the app's GPUs", metadata: ["app": "\(app.name)", "error": "\(error)"])
        }
    }
}
