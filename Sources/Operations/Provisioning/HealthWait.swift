import LiveState
import Model
import Ports

extension Provisioner {
    /// How long Docker may be unreachable.
    private static let dockerTimeout = Duration.seconds(10)

    /// Polls the container until its healthcheck passes, and reports what it does meanwhile. Returns too for an app
    /// without a port that has ended well.
    /// - Parameter app: as it is deployed.
    /// - Throws: ``Failure`` of the step ``Step/start`` with the cause if the app exits; ``StepFailure`` if it listens where
    ///   nothing reaches it, or is not healthy in time; ``ContainerHostUnreachable`` if Docker stays unreachable.
    func waitUntilHealthy(_ app: App) async throws {
        let name = app.name
        let limit = settings.limits.health
        let began = ContinuousClock.now
        var pause = Duration.milliseconds(100)
        var activity = StartActivity(app.settings, after: logs.tail(of: name).last, at: .now)
        while true {
            guard let seen = try await patiently({ try host.observe(name) }) else { throw StepFailure.vanished }
            follower.follow(seen, of: name)
            if case .exited(let code, let outOfMemory) = seen.condition {
                await follower.settle(name)
                if seen.hasFinished, app.settings.port == nil { return }
                throw diagnosis.ended(name, code: code, outOfMemory: outOfMemory).during(.start)
            }
            let look = StartActivity.Look(
                container: seen, activity: try? host.activity(of: seen.id), lines: logs.tail(of: name, source: .app))
            switch activity.judge(look, at: .now) {
            case .healthy(let note):
                if let note { log(note, name) }
                return
            case .failed(let failure): throw failure
            case .starting(let report):
                registry.report(report, of: name)
            }
            if began.duration(to: .now) >= limit { throw activity.timedOut(after: limit, at: .now) }
            try await Task.sleep(for: pause)
            pause = min(pause * 1.25, .seconds(1))
        }
    }

    private func patiently<Answer>(_ ask: () throws -> Answer) async throws -> Answer {
        let began = ContinuousClock.now
        while true {
            do {
                return try ask()
            } catch let error as ContainerHostUnreachable {
                guard began.duration(to: .now) < Self.dockerTimeout else { throw error }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
