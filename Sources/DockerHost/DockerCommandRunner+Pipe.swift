import Model
import Subprocess
import SystemPackage

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
        // Neither end reaches another child: Subprocess closes what a child is not given.
        let (reading, writing) = try FileDescriptor.pipe()
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

    /// - Returns: nil if it ended well, or else its last line.
    private func write(_ command: ComposeCommand, to pipe: FileDescriptor) async throws -> String? {
        let done = try await Subprocess.run(
            .name("nice"), arguments: Arguments(["-n", "10", "docker"] + command.arguments),
            environment: .custom(environment), workingDirectory: FilePath(workingDirectory),
            platformOptions: Self.options, input: .none,
            output: .fileDescriptor(pipe, closeAfterSpawningProcess: true), error: .string(limit: 64 << 10))
        try Task.checkCancellation()
        guard !done.terminationStatus.isSuccess else { return nil }
        let last = done.standardError.split(separator: "\n").last.map(String.init)
        return last ?? "the checkout could not be read (\(done.terminationStatus))"
    }

    private func read(
        _ command: ComposeCommand, from pipe: FileDescriptor, line: @escaping @Sendable (String) -> Void
    ) async throws -> Bool {
        let done = try await Subprocess.run(
            .name("nice"), arguments: Arguments(["-n", "10", "docker"] + command.arguments),
            environment: .custom(environment.merging(["DOCKER_BUILDKIT": "0"]) { $1 }),
            workingDirectory: FilePath(workingDirectory), platformOptions: Self.options,
            input: .fileDescriptor(pipe, closeAfterSpawningProcess: true), output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            for try await text in execution.standardOutput.strings() { line(text) }
        }
        try Task.checkCancellation()
        return done.terminationStatus.isSuccess
    }
}
