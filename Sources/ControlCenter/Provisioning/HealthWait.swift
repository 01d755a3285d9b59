extension Provisioner {
    /// An app that listens on the container's loopback alone gets this long to open up before it is told so.
    private static let loopbackPatience = Duration.seconds(20)
    /// For this long Docker may be unable to say how the container does.
    private static let dockerPatience = Duration.seconds(10)

    /// Looks at the container until its healthcheck passes.
    /// - Throws: ``StepFailure`` `app_exited`, `app_out_of_memory` or `listens_on_loopback`;
    ///   ``ContainerHostUnreachable`` when Docker stays away.
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
                if let loopbackSince, loopbackSince.duration(to: .now) > Self.loopbackPatience {
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
                guard began.duration(to: .now) < Self.dockerPatience else { throw error }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// The healthcheck's own words, shared with whoever runs it.
package enum HealthProbe {
    package static let loopbackOnly = "listens on 127.0.0.1 only"
}
