import LiveState
import Model
import Ports

extension Provisioner {
    /// How long an app may listen on the container's loopback only before this fails the step.
    private static let loopbackTimeout = Duration.seconds(20)
    /// How long Docker may be unreachable.
    private static let dockerTimeout = Duration.seconds(10)

    /// Polls the container until its healthcheck passes.
    /// - Throws: ``StepFailure`` `app_exited`, `app_out_of_memory` or `listens_on_loopback`;
    ///   ``ContainerHostUnreachable`` if Docker stays unreachable.
    func waitUntilHealthy(_ name: AppName) async throws {
        var pause = Duration.milliseconds(100)
        var loopbackSince: ContinuousClock.Instant?
        while true {
            guard let seen = try await patiently({ try host.observe(name) }) else { throw StepFailure.vanished }
            follower.follow(seen.id, of: name)
            switch seen.condition {
            case .healthy: return
            case .exited(let code, let outOfMemory):
                await follower.settle(name)
                throw StepFailure.exited(code: code, outOfMemory: outOfMemory)
            case .starting, .unhealthy, .ended:
                let onLoopback = seen.healthOutput.contains(HealthProbe.loopbackOnly)
                loopbackSince = onLoopback ? loopbackSince ?? .now : nil
                if let loopbackSince, loopbackSince.duration(to: .now) > Self.loopbackTimeout {
                    throw StepFailure.listensOnLoopback
                }
                registry.report(onLoopback ? "listens on 127.0.0.1 only" : seen.healthOutput, of: name)
            }
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
