import Model
import Platform
import Ports
import Processes

/// A build that did not end well, with what it printed last.
struct BuildFailed: Error, Equatable {
    /// Newest last.
    let lines: [String]
    /// What the command that reads the checkout said; empty if it did not fail.
    let context: String
}

extension DockerCommandRunner {
    /// How long the first command may take to end after the second one has failed.
    private static let patience = Duration.milliseconds(500)

    private enum End {
        case context(failure: String?)
        case build(isSuccess: Bool)
        case patience
    }

    /// Runs two commands, the output of the first being the input of the second.
    /// - Parameter line: receives each line of the second command as it arrives.
    /// - Throws: ``BuildFailed`` when one of them fails.
    func run(
        _ context: ComposeCommand, into build: ComposeCommand, line: @escaping @Sendable (String) -> Void
    ) async throws {
        let (reading, writing) = try Self.pipe()
        let output = OutputTail()
        try await withThrowingTaskGroup(of: End.self) { group in
            defer { group.cancelAll() }
            group.addTask { .context(failure: try await write(context, to: writing)) }
            group.addTask {
                .build(
                    isSuccess: try await read(build, from: reading) { text in
                        output.append(text)
                        line(text)
                    })
            }
            var failure = ""
            while let end = try await group.next() {
                switch end {
                case .context(let said): failure = said ?? ""
                case .build(isSuccess: true) where failure.isEmpty: return
                case .build: group.addTask { try await Self.wait() }
                case .patience: throw BuildFailed(lines: output.lines, context: failure)
                }
            }
        }
    }

    private static func wait() async throws -> End {
        try await Task.sleep(for: patience)
        return .patience
    }

    private static func pipe() throws(StepFailure) -> (reading: Descriptor, writing: Descriptor) {
        do {
            return try Descriptor.pipe()
        } catch {
            throw StepFailure(error, "The build could not be started")
        }
    }

    /// - Returns: nil if it ended well, or else its last line.
    private func write(_ command: ComposeCommand, to pipe: Descriptor) async throws -> String? {
        let done = try await docker(command).write(to: pipe, errors: 64 << 10)
        guard !done.status.isSuccess else { return nil }
        let last = done.errors.split(separator: "\n").last.map(String.init)
        return last ?? "the checkout could not be read (\(done.status))"
    }

    private func read(
        _ command: ComposeCommand, from pipe: Descriptor, line: @escaping @Sendable (String) -> Void
    ) async throws -> Bool {
        var docker = docker(command)
        docker.environment?["DOCKER_BUILDKIT"] = "0"
        docker.input = .descriptor(pipe)
        return try await docker.run(line: line).isSuccess
    }
}
