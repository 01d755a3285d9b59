package import Model
import Glibc

/// A program to run, as a value. Its child has nothing of this process but what is named here.
package struct Command: Sendable {
    package enum Input: Sendable {
        case nothing
        /// As a file in memory, which the program may leave unread.
        case bytes([UInt8])
        /// Closed in this process once the child has it, or could not be started.
        case descriptor(Descriptor)
    }

    /// How a child is ended that is cancelled, takes too long, or whose output nobody wants any more.
    package enum Ending: Sendable {
        /// SIGKILL to it and what it started.
        case atOnce
        /// SIGTERM to it and what it started, and SIGKILL to those that are left after this time.
        case afterAsking(Duration)
        /// The same, but the child stays in this process's session and group, with its terminal, and the signals reach it
        /// alone: it ends what it started itself.
        case afterAskingItAlone(Duration)
    }

    /// A path, or a name to look up in the `PATH` that the program gets.
    package var program: String
    package var arguments: [String]
    /// nil for this process's own.
    package var environment: [String: String]?
    /// nil for this process's own.
    package var folder: String?
    package var input = Input.nothing
    /// Added to the child's nice value by nice(1), which can end with 125 to 127 itself.
    package var niceness: Int?
    package var ending = Ending.afterAsking(.seconds(4))
    /// How long it may run.
    package var limit: Duration?
    /// Takes a child that does not even end when it is killed, such as one that the kernel holds in a driver. Without it,
    /// everybody who runs this command waits for that child.
    package var leftBehind: LeftBehind?

    package init(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, folder: String? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }
}

/// How a program ended. Other than 0 is a result too.
package enum TerminationStatus: Equatable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// - Parameter status: of waitpid(2).
    init(_ status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
    }

    package var isSuccess: Bool { self == .exited(0) }

    /// A failure of the machine if the kernel, or somebody on the machine, has killed the program.
    package func killed(_ program: String) -> StepFailure? {
        guard self == .signalled(SIGKILL) else { return nil }
        return StepFailure(
            code: "program_killed", message: "\(program) was killed, as happens when memory runs out.",
            hint: "Try again. If it happens again, ask the operator to look for “oom” in the kernel's log.")
    }

    /// For example "exit status 1".
    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}
