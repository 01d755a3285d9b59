package import LiveState
package import Model
package import FoundationEssentials
package import Logging
import Platform
import Synchronization

/// Stops apps that were idle for their owner's limit, after a warning; a visit to their link restarts them.
package final class IdleRelease: Sendable {
    private let checks = Periodic(label: "dcc.idle", every: .seconds(10))

    private struct Watched {
        /// Detects a reused name.
        let id: Int64
        var quiet = IdleDetector()
        var warning: Warning?
    }

    private struct Warning {
        /// For display, in wall clock time as of the warning.
        let notice: IdleNotice
        let endsAt: ContinuousClock.Instant
    }

    private let registry: AppRegistry
    private let visits: LastAccess
    private let warning: TimeInterval
    private let measure: @Sendable (App) -> ActivitySample?
    private let release: @Sendable (App) async throws -> Void
    private let logger: Logger
    private let watched = Mutex<[AppName: Watched]>([:])

    /// - Parameters:
    ///   - warning: seconds between the warning and the stop.
    ///   - measure: returns the app's latest sample; nil if there is none.
    ///   - release: stops the app; refuses if it has changed since.
    package init(
        registry: AppRegistry, visits: LastAccess, warning: TimeInterval, logger: Logger,
        measure: @escaping @Sendable (App) -> ActivitySample?, release: @escaping @Sendable (App) async throws -> Void
    ) {
        self.registry = registry
        self.visits = visits
        self.warning = warning
        self.logger = logger
        self.measure = measure
        self.release = release
    }

    package func start() {
        checks.start { [weak self] in await self?.check(at: .now, clock: .now) }
    }

    /// - Parameter clock: the same moment on the monotonic clock, which measures how long an app has been idle.
    func check(at now: Date, clock: ContinuousClock.Instant) async {
        let all = registry.apps
        visits.keep(Set(all.map(\.name)))
        let apps = all.filter { $0.settings.idlePeriod != nil && [.running, .unhealthy].contains($0.state) }
        watched.withLock { watched in
            let names = Set(apps.map(\.name))
            watched = watched.filter { names.contains($0.key) }
        }
        for app in apps {
            let warning = warning(for: app, at: now, clock: clock)
            if registry.idleNotice(of: app.name) != warning?.notice {
                do {
                    try await registry.setIdleNotice(warning?.notice, of: app.name).stored()
                } catch {
                    // Compared again at the next check.
                    log("could not warn of an idle app's stop", app, error)
                }
            }
            guard let warning, warning.endsAt <= clock else { continue }
            do {
                try await release(app)
            } catch {
                log("could not stop an idle app", app, error)
            }
        }
    }

    private func log(_ words: Logger.Message, _ app: App, _ error: any Error) {
        logger.warning(words, metadata: ["app": "\(app.name)", "error": "\(error)"])
    }

    private func warning(for app: App, at now: Date, clock: ContinuousClock.Instant) -> Warning? {
        guard let period = app.settings.idlePeriod else { return nil }
        let sample = measure(app)
        let visit = visits.last(of: app.name)
        return watched.withLock { watched in
            var entry = watched[app.name].flatMap { $0.id == app.id ? $0 : nil } ?? Watched(id: app.id)
            defer { watched[app.name] = entry }
            entry.quiet.record(sample, visit: visit, at: clock)
            let quiet = entry.quiet.quietSince.map { $0.duration(to: clock) }
            guard let quiet, quiet >= .seconds(60 * period.minutes) else {
                entry.warning = nil
                return nil
            }
            let new = Warning(
                notice: IdleNotice(
                    quietSince: now.addingTimeInterval(-(quiet / .seconds(1))),
                    stopsAt: now.addingTimeInterval(warning)),
                endsAt: clock.advanced(by: .seconds(warning)))
            entry.warning = entry.warning ?? new
            return entry.warning
        }
    }
}
