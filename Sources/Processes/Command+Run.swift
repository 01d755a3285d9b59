import Platform

/// Running a command. All three ways
/// - end the child when the task is cancelled, and return only when it is gone, so that nothing of it works on;
/// - throw ``StepFailure`` if it cannot be started, ``TimeLimitReached`` after ``Command/limit``, and `CancellationError`.
extension Command {
    /// What a program that has ended wrote.
    package struct Captured: Sendable {
        package let status: TerminationStatus
        package let output: String
        package let errors: String
    }

    /// - Parameter line: receives each line of stdout and stderr as it arrives, and keeps the program waiting for as long as
    ///   it takes. What it throws ends the program and is thrown.
    package func run(line: (String) throws -> Void) async throws -> TerminationStatus {
        try await run(errors: .output, line: line)
    }

    /// The same with stdout alone.
    package func runWithoutErrors(line: (String) throws -> Void) async throws -> TerminationStatus {
        try await run(errors: .nothing, line: line)
    }

    /// - Parameters:
    ///   - limit: bytes of stdout to keep; the rest is dropped.
    ///   - errors: the same of stderr.
    package func capture(atMost limit: Int, errors: Int) async throws -> Captured {
        let (status, (output, said)) = try await supervise(Spawn(command: self, output: .pipe, errors: .pipe)) {
            child in
            async let said = child.errors?.text(limit: errors) ?? ""
            let output = await child.output?.text(limit: limit) ?? ""
            return (output, await said)
        }
        return Captured(status: status, output: output, errors: said)
    }

    /// - Parameters:
    ///   - descriptor: for stdout; closed in this process once the child has it, or could not be started.
    ///   - errors: bytes of stderr to keep.
    package func write(to descriptor: Descriptor, errors: Int) async throws -> Captured {
        let spawn = Spawn(command: self, output: .descriptor(descriptor), errors: .pipe)
        let (status, said) = try await supervise(spawn) { child in await child.errors?.text(limit: errors) ?? "" }
        return Captured(status: status, output: "", errors: said)
    }

    private func run(errors: Destination, line: (String) throws -> Void) async throws -> TerminationStatus {
        try await supervise(Spawn(command: self, output: .pipe, errors: errors)) { child in
            var lines = LineSplitter()
            while let piece = await child.output?.next() { try lines.receive(piece, line) }
            try lines.end(line)
        }.status
    }

    /// - Parameter read: returns when there is nothing more to read.
    private func supervise<Value>(
        _ spawn: Spawn, _ read: (Child) async throws -> Value
    ) async throws -> (status: TerminationStatus, Value) {
        try Task.checkCancellation()
        let child = try await Launch.start(spawn)
        let result: Result<Value, any Error>
        let status: TerminationStatus?
        (result, status) = await withTaskCancellationHandler {
            let result: Result<Value, any Error>
            do {
                result = .success(try await read(child))
            } catch {
                child.end()
                result = .failure(error)
            }
            await child.untilEnded()
            return (result, child.reap())
        } onCancel: {
            child.end()
        }
        try Task.checkCancellation()
        if let limit, child.isOverdue { throw TimeLimitReached(limit: limit) }
        let value = try result.get()
        // Left behind: one of the above has happened to it.
        guard let status else { throw CancellationError() }
        return (status, value)
    }
}
