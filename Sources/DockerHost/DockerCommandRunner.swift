import Model
import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs `docker` in its own session, with a minimal environment and a raised nice value, so that page requests get the
/// CPU first.
struct DockerCommandRunner {
    let socket: String
    /// An empty folder: Compose reads `.env` and default files from its working directory.
    let workingDirectory: String

    /// - Parameters:
    ///   - secrets: added to the environment; names must not collide with other variables.
    ///   - line: receives each line of stdout and stderr as it arrives.
    /// - Throws: ``StepFailure`` for a non-zero exit status.
    func run(
        _ command: ComposeCommand, secrets: [String: Secret] = [:],
        line: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let environment = secrets.reduce(into: environment) {
            $0[Environment.Key(stringLiteral: $1.key)] = $1.value.exposed
        }
        let redaction = Redaction(Array(secrets.values))
        let execution = try await Subprocess.run(
            .name("nice"), arguments: Arguments(["-n", "10", "docker"] + command.arguments),
            environment: .custom(environment), workingDirectory: FilePath(workingDirectory),
            platformOptions: Self.options, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            var tail: [String] = []
            for try await raw in execution.standardOutput.strings() {
                let text = redaction.apply(raw)
                line(text)
                tail.append(text)
                if tail.count > 20 { tail.removeFirst() }
            }
            return tail
        }
        try Task.checkCancellation()
        guard execution.terminationStatus.isSuccess else {
            throw DockerFailure.of(execution.closureResult, status: "\(execution.terminationStatus)")
        }
    }

    var environment: [Environment.Key: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
            "DOCKER_HOST": "unix://\(socket)", "COMPOSE_DISABLE_ENV_FILE": "1", "COMPOSE_ANSI": "never",
            "COMPOSE_PROGRESS": "quiet", "COMPOSE_MENU": "false",
        ]
    }

    /// `docker compose up` stops its containers on SIGTERM. After the grace period the process group is killed.
    static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(4)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        return options
    }
}
