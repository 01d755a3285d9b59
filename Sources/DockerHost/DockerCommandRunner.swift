import Model
import Processes

/// Runs `docker` in its own session, with a minimal environment and a raised nice value, so that page requests get the
/// CPU first.
struct DockerCommandRunner {
    let socket: String
    /// An empty folder: Compose reads `.env` and default files from its working directory.
    let workingDirectory: String

    /// - Parameters:
    ///   - secrets: added to the environment; names must not collide with other variables.
    ///   - line: receives each line of stdout and stderr as it arrives.
    /// - Throws: ``StepFailure`` for a non-zero exit status, or if `docker` could not be started.
    func run(
        _ command: ComposeCommand, secrets: [String: Secret] = [:],
        line: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        var docker = docker(command)
        docker.environment?.merge(secrets.mapValues(\.exposed)) { $1 }
        let redaction = Redaction(Array(secrets.values))
        var tail: [String] = []
        let status = try await docker.run { raw in
            let text = redaction.apply(raw)
            line(text)
            tail.append(text)
            if tail.count > 20 { tail.removeFirst() }
        }
        guard status.isSuccess else { throw status.killed("docker") ?? DockerFailure.of(tail, status: "\(status)") }
    }

    /// `docker compose up` stops its containers on SIGTERM. After the grace period the process group is killed.
    func docker(_ command: ComposeCommand) -> Command {
        var docker = Command("docker", command.arguments, environment: environment, folder: workingDirectory)
        docker.niceness = 10
        docker.ending = .afterAsking(.seconds(4))
        return docker
    }

    private var environment: [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
            "DOCKER_HOST": "unix://\(socket)", "COMPOSE_DISABLE_ENV_FILE": "1", "COMPOSE_ANSI": "never",
            "COMPOSE_PROGRESS": "quiet", "COMPOSE_MENU": "false",
        ]
    }
}
