import ControlCenter
import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs `docker`, in a session of its own, with an environment that holds nothing of ours, and `nice`: pages that people
/// wait for come first.
struct DockerCommandRunner {
    let socket: String
    /// An empty folder: Compose looks for files and `.env` where it stands.
    let workingDirectory: String

    /// - Parameters:
    ///   - secrets: added to the environment, under names that nothing else has.
    ///   - line: each line of output, from both streams as they come.
    /// - Throws: ``StepFailure`` for an exit status other than 0.
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

    private var environment: [Environment.Key: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
            "DOCKER_HOST": "unix://\(socket)", "COMPOSE_DISABLE_ENV_FILE": "1", "COMPOSE_ANSI": "never",
            "COMPOSE_PROGRESS": "quiet", "COMPOSE_MENU": "false",
        ]
    }

    /// `docker compose up` stops its containers on SIGTERM; what does not end by then is killed with its group.
    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(4)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
        ]
        return options
    }
}
