import Model
import Platform
import Ports
import Foundation
import Glibc
import Testing

@testable import Processes

/// What a start may meet. What needs a limit of the whole process has a process of its own.
@Suite(.timeLimit(.minutes(2))) struct LaunchTests {
    private func failure(_ command: Command) async -> StepFailure? {
        await #expect(throws: StepFailure.self) { try await command.run { _ in } }
    }

    @Test(arguments: ["no-such-program", "/no/such/program", "/etc/passwd/program"])
    func aMissingProgramIsNamed(_ program: String) async {
        let failure = await failure(Command(program, []))
        #expect(failure?.code == "program_missing" && failure?.message == "\(program) is not installed on the machine.")
        #expect(failure?.hint.isEmpty == false)
    }

    @Test func aProgramIsLookedUpInThePathThatItGets() async throws {
        #expect(try await Command("true", [], environment: ["PATH": "/nowhere:/bin"]).run { _ in }.isSuccess)
        #expect(await failure(Command("true", [], environment: ["PATH": "/nowhere"]))?.code == "program_missing")
        #expect(!Command("true", [], environment: ["PATH": "/nowhere"]).isInstalled && Command("true", []).isInstalled)
    }

    @Test func aMissingFolderIsNamed() async {
        let failure = await failure(Command("/bin/true", [], folder: "/no/such/folder"))
        #expect(failure?.code == "folder_missing")
        #expect(failure?.message == "true could not be started: there is no folder /no/such/folder.")
    }

    @Test func aFileThatIsNoProgramIsNamed() async throws {
        #expect(await failure(Command("/etc/passwd", []))?.code == "program_not_started")
        #expect(await failure(Command("/etc", []))?.code == "program_not_started")
        let path = NSTemporaryDirectory() + UUID().uuidString
        try "no program".write(toFile: path, atomically: false, encoding: .utf8)
        defer { unlink(path) }
        chmod(path, 0o755)
        let failure = await failure(Command(path, []))
        #expect(failure?.code == "program_not_started")
        #expect(failure?.message.hasSuffix("could not be started (posix_spawn \(path): Exec format error).") == true)
    }

    @Test(arguments: [
        (EMFILE, "descriptors_exhausted"), (ENFILE, "files_exhausted"), (EAGAIN, "processes_exhausted"),
        (ENOMEM, "memory_exhausted"), (ENOSPC, "disk_full"), (EIO, "program_not_started"),
    ])
    func eachShortageHasACodeASentenceAndAHint(_ error: Int32, _ code: String) {
        let cause = SystemCallFailure("posix_spawn", "/usr/bin/docker", error: error)
        let failure = Launch.failure(of: Command("docker", []), cause)
        #expect(failure.code == code && failure.message.hasPrefix("docker could not be started"))
        #expect(failure.message.hasSuffix("(\(cause)).") && failure.hint.hasSuffix(".") && failure.isOfTheMachine)
    }

    /// With every number of descriptors to spare, a start works or says why, and closes what it opened.
    @Test func descriptorsMayRunOutAtAnyPointOfAStart() async {
        await #expect(processExitsWith: .success) {
            _ = await Own.use()
            var codes: Set<Int32> = []
            for spare in 0...14 {
                let taken = Own.takeDescriptors(leaving: spare)
                var command = Command("/bin/sh", ["-c", "cat"], folder: "/")
                command.input = .bytes([65])
                do {
                    let child = try Spawn(command: command, output: .pipe, errors: .pipe)()
                    let text = await child.output?.text(limit: 9)
                    await child.untilEnded()
                    guard text == "A", child.reap() == .exited(0) else { exit(11) }
                    codes.insert(0)
                } catch let error as SystemCallFailure {
                    codes.insert(error.error)
                }
                // Dispatch closes what it watches a moment later.
                while Own.descriptors() > Own.limit - spare { usleep(1000) }
                for descriptor in taken { close(descriptor) }
            }
            exit(codes == [0, EMFILE] ? EXIT_SUCCESS : 12)
        }
    }

    @Test func aShortageThatPassesIsWaitedFor() async {
        await #expect(processExitsWith: .success) {
            _ = await Own.use()
            let taken = Own.takeDescriptors(leaving: 0)
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { for descriptor in taken { close(descriptor) } }
            guard try await Command("/bin/true", []).run(line: { _ in }).isSuccess else { exit(11) }
            exit(EXIT_SUCCESS)
        }
    }

    @Test func aShortageThatLastsFailsThatOneByName() async {
        await #expect(processExitsWith: .success) {
            _ = await Own.use()
            let taken = Own.takeDescriptors(leaving: 1)
            do {
                _ = try await Command("/bin/true", []).run { _ in }
                exit(11)
            } catch let failure as StepFailure {
                guard failure.code == "descriptors_exhausted" else { exit(12) }
            }
            for descriptor in taken { close(descriptor) }
            guard try await Command("/bin/true", []).run(line: { _ in }).isSuccess else { exit(13) }
            exit(EXIT_SUCCESS)
        }
    }

    @Test func noProcessAndNoMemoryAreNamed() async {
        await #expect(processExitsWith: .success) {
            func refusal() -> Int32 {
                do {
                    _ = try Spawn(command: Command("/bin/true", []), output: .pipe, errors: .pipe)()
                    return 0
                } catch {
                    return error.error
                }
            }
            let pages = Int(try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[0])!
            var memory = rlimit()
            getrlimit(Int32(RLIMIT_AS.rawValue), &memory)
            var tight = rlimit(rlim_cur: rlim_t(pages) * 4096, rlim_max: memory.rlim_max)
            setrlimit(Int32(RLIMIT_AS.rawValue), &tight)
            let withoutMemory = refusal()
            setrlimit(Int32(RLIMIT_AS.rawValue), &memory)
            guard withoutMemory == ENOMEM else { exit(11) }
            // Root has no such limit.
            var processes = rlimit(rlim_cur: 1, rlim_max: 1)
            guard setrlimit(Own.processes, &processes) == 0, setuid(65_534) == 0 else { exit(12) }
            exit(refusal() == EAGAIN ? EXIT_SUCCESS : 13)
        }
    }

    @Test func hundredsOfRunsLeaveNoDescriptorAndNoZombie() async {
        await #expect(processExitsWith: .success) {
            let before = await Own.use()
            for round in 1...300 {
                var command = CommandTests.shell(round % 3 == 0 ? "exit 1" : "echo x; echo y >&2; cat")
                command.input = .bytes([1, 2])
                switch round % 4 {
                case 0: _ = try? await Command("no-such-program", []).run { _ in }
                case 1: _ = try await command.run { _ in }
                case 2: _ = try await command.capture(atMost: 9, errors: 9)
                default:
                    let run = Task { [command] in try await command.run { _ in } }
                    if round % 8 == 3 { usleep(useconds_t(round * 10)) }
                    run.cancel()
                    _ = await run.result
                }
            }
            for _ in 1...1000 where Own.descriptors() > before { usleep(1000) }
            guard Own.descriptors() <= before else { exit(11) }
            // No child at all is left, not even a zombie.
            guard waitpid(-1, nil, WNOHANG) == -1, errno == ECHILD else { exit(12) }
            exit(EXIT_SUCCESS)
        }
    }
}

/// This process's own descriptors, for tests that have a process to themselves.
private enum Own {
    static let limit = 128
    /// RLIMIT_NPROC, which Swift's Glibc module lacks.
    static let processes: Int32 = 6

    /// Has Dispatch open what it keeps, and sets the limit.
    /// - Returns: the number of descriptors that are open from now on.
    static func use() async -> Int {
        _ = try? await Command("/bin/echo", ["x"]).capture(atMost: 9, errors: 9)
        try? await Task.sleep(for: .milliseconds(50))
        var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
        setrlimit(Int32(RLIMIT_NOFILE.rawValue), &limits)
        return descriptors()
    }

    static func descriptors() -> Int {
        (0..<Int32(limit)).count { fcntl($0, F_GETFD) >= 0 }
    }

    static func takeDescriptors(leaving spare: Int) -> [Int32] {
        var taken: [Int32] = []
        while case let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC), descriptor >= 0 {
            taken.append(descriptor)
        }
        for _ in 0..<spare { close(taken.removeLast()) }
        return taken
    }
}
