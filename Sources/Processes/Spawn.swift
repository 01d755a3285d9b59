import Platform
import CLinux
import Glibc

/// Where a child's standard output or error leads.
enum Destination: Sendable {
    case pipe
    case nothing
    case descriptor(Descriptor)
    /// For errors: where the output goes.
    case output
}

/// One attempt to start a child. Whatever it opens is closed with it, also when it fails half way.
struct Spawn {
    let command: Command
    let output: Destination
    let errors: Destination
    /// kill(2), for tests of a child that it cannot end.
    var kill: @Sendable (pid_t, Int32) -> Void = { Glibc.kill($0, $1) }

    /// - Throws: the system call that failed.
    func callAsFunction() throws(SystemCallFailure) -> Child {
        Self.makeChildrenWaitable
        let words = try words()
        let folder = try command.folder.map { path throws(SystemCallFailure) in try Descriptor.folder(path) }
        let input = try input()
        let output = try Outlet(output)
        let errors = if case .output = errors { output } else { try Outlet(errors) }
        let pid = try Self.spawn(
            words, environment: command.environment, folder: folder,
            streams: [input.raw, output.written.raw, errors.written.raw], ownSession: hasOwnSession)
        return Child(
            pid: pid, output: output.read, errors: errors === output ? nil : errors.read, of: command, kill: kill)
    }

    /// The program's path, and its arguments from the zeroth on.
    private func words() throws(SystemCallFailure) -> (path: String, arguments: [String]) {
        let program = try ProgramPath.find(command.program, command.environment)
        guard let niceness = command.niceness else { return (program, [command.program] + command.arguments) }
        return ("/usr/bin/nice", ["nice", "-n", "\(niceness)", program] + command.arguments)
    }

    private func input() throws(SystemCallFailure) -> Descriptor {
        switch command.input {
        case .nothing: try .nothing(O_RDONLY)
        case .bytes(let bytes): try .memory(holding: bytes)
        case .descriptor(let descriptor): descriptor
        }
    }

    private var hasOwnSession: Bool {
        if case .afterAskingItAlone = command.ending { false } else { true }
    }

    /// Where SIGCHLD is ignored, as a parent may have left it, the kernel reaps children itself and gives their numbers away.
    private static let makeChildrenWaitable: Void = { _ = signal(SIGCHLD, SIG_DFL) }()

    /// What a child writes to, and this process reads.
    private final class Outlet {
        let written: Descriptor
        let read: ChildOutput?

        init(_ destination: Destination) throws(SystemCallFailure) {
            switch destination {
            case .pipe:
                let (reading, writing) = try Descriptor.pipe()
                written = writing
                read = try ChildOutput(reading)
            case .nothing, .output:
                written = try .nothing(O_WRONLY)
                read = nil
            case .descriptor(let descriptor):
                written = descriptor
                read = nil
            }
        }
    }

    /// - Parameter streams: the child's standard input, output and error.
    private static func spawn(
        _ words: (path: String, arguments: [String]), environment: [String: String]?, folder: Descriptor?,
        streams: [Int32], ownSession: Bool
    ) throws(SystemCallFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // With glibc, neither allocates.
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // Their only failure is ENOMEM.
        var failures = zip(streams, Int32(0)...).map { posix_spawn_file_actions_adddup2(&actions, $0, $1) }
        if let folder { failures.append(posix_spawn_file_actions_addfchdir_np(&actions, folder.raw)) }
        failures.append(posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1))
        if let error = failures.first(where: { $0 != 0 }) { throw SystemCallFailure("posix_spawn", error: error) }

        // Every signal as a new process has it; this one blocks and ignores some.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let session = ownSession ? dcc_spawn_setsid : 0
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | session)

        var pid: pid_t = 0
        let error = withStrings(words.arguments) { arguments in
            guard let environment else {
                return posix_spawn(&pid, words.path, &actions, &attributes, arguments, environ)
            }
            return withStrings(environment.map { "\($0)=\($1)" }) {
                posix_spawn(&pid, words.path, &actions, &attributes, arguments, $0)
            }
        }
        guard error == 0 else { throw SystemCallFailure("posix_spawn", words.path, error: error) }
        return pid
    }

    /// A null-terminated array of C strings.
    private static func withStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var strings = texts.map { strdup($0) }
        strings.append(nil)
        defer { for string in strings { free(string) } }
        return strings.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
