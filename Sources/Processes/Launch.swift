import Dispatch
import Model
import Platform
import Ports
import Glibc

/// Starts children. What only lasts a moment is waited for; what does not is a ``StepFailure`` of the one who asked.
enum Launch {
    /// Between two attempts: 2.5 s in all.
    private static let pauses: [Duration] = [20, 40, 80, 160, 320, 640, 1280].map { .milliseconds($0) }
    /// The system calls wait, up to the child's exec, and may need a slow disk.
    private static let queue = DispatchQueue(label: "dcc.processes.launch", attributes: .concurrent)

    /// - Throws: ``StepFailure``, or `CancellationError` if the task is cancelled between two attempts.
    static func start(_ spawn: Spawn) async throws -> Child {
        defer { spawn.closeGiven() }
        var pauses = pauses[...]
        while true {
            switch await attempt(spawn) {
            case .success(let child): return child
            case .failure(let cause):
                guard isPassing(cause.error), let pause = pauses.popFirst() else {
                    throw failure(of: spawn.command, cause)
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private static func attempt(_ spawn: Spawn) async -> Result<Child, SystemCallFailure> {
        await withCheckedContinuation { done in
            queue.async { done.resume(returning: Result { () throws(SystemCallFailure) in try spawn() }) }
        }
    }

    /// Others may give back what there is too little of, and close a program that they write (ETXTBSY).
    private static func isPassing(_ error: Int32) -> Bool {
        [EMFILE, ENFILE, EAGAIN, ENOMEM, EINTR, ETXTBSY].contains(error)
    }

    static func failure(of command: Command, _ cause: SystemCallFailure) -> StepFailure {
        let program = command.program.split(separator: "/").last.map(String.init) ?? command.program
        switch (cause.call, cause.error) {
        case ("execve", ENOENT):
            return StepFailure(
                code: "program_missing", message: "\(command.program) is not installed on the machine.",
                hint: "Ask the operator to install it.")
        case ("open", ENOENT), ("open", ENOTDIR):
            return StepFailure(
                code: "folder_missing",
                message: "\(program) could not be started: there is no folder \(cause.path ?? "").",
                hint: "Try again. If it fails again, ask the operator what removed the folder.")
        case _ where cause.shortage != nil:
            return StepFailure(cause, "\(program) could not be started")
        default:
            return StepFailure(
                code: "program_not_started", message: "\(program) could not be started (\(cause)).",
                hint: "Ask the operator to check the program on the machine.")
        }
    }
}

extension Spawn {
    /// The child has them, or there will be none.
    fileprivate func closeGiven() {
        if case .descriptor(let descriptor) = command.input { descriptor.close() }
        if case .descriptor(let descriptor) = output { descriptor.close() }
    }
}
