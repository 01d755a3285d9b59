import Model
import Platform
import Ports
import CGit2
import Dispatch
import FoundationEssentials
import Glibc

/// Entry point of the child process of ``GitFetcher``: reads the job, runs it, reports the result.
package enum FetchChild {
    /// - Returns: the process's exit status.
    package static func run() -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        umask(0o022)
        do {
            let job = try JSONDecoder().decode(FetchJob.self, from: Data(readStandardInput()))
            try become(job.uid)
            endWithParent()
            try lock(job.workspace)
            limit(job.limits)
            var fetch = RepositoryFetch(job) { report(.progress($0)) }
            report(.fetched(try fetch.run()))
            return EXIT_SUCCESS
        } catch let failure as StepFailure {
            report(FetchReport(failure))
        } catch {
            report(.failure(code: "git_failed", message: "The fetch job is invalid: \(error)", hint: ""))
        }
        return EXIT_FAILURE
    }

    /// Drops all privileges permanently and continues as the app's user.
    private static func become(_ uid: UInt32) throws(StepFailure) {
        guard setgroups(0, nil) == 0, setgid(uid) == 0, setuid(uid) == 0, setuid(0) != 0,
            dcc_no_new_privileges() == 0, everyThread(is: uid)
        else {
            throw GitFailure.unknown("the fetch process could not drop its privileges")
        }
    }

    /// The kernel keeps credentials per thread, and one privileged thread is enough to compromise the others.
    private static func everyThread(is uid: UInt32) -> Bool {
        let folder = "/proc/self/task"
        guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return false }
        let wanted = "Uid:" + String(repeating: "\t\(uid)", count: 4)
        return threads.allSatisfy { thread in
            let status = try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8)
            return status?.split(separator: "\n").contains(Substring(wanted)) == true
        }
    }

    /// Exits when the parent closes its end of stdout: a killed parent reads no reports, and another child may start.
    private static func endWithParent() {
        DispatchQueue.global().async {
            var entry = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            while poll(&entry, 1, -1) < 0 {}
            _exit(EXIT_FAILURE)
        }
    }

    /// Blocks until no other child uses the workspace. The lock is released when the process ends.
    private static func lock(_ folder: String) throws(StepFailure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw unlocked(SystemCallFailure("open", folder)) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw unlocked(SystemCallFailure("flock", folder)) }
    }

    private static func unlocked(_ cause: SystemCallFailure) -> StepFailure {
        StepFailure(cause, "The workspace could not be locked")
    }

    private static func readStandardInput() -> [UInt8] {
        var input: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(STDIN_FILENO, &buffer, buffer.count), count > 0 {
            input.append(contentsOf: buffer[..<count])
        }
        return input
    }

    private static func limit(_ limits: FetchLimits) {
        func set(_ resource: __rlimit_resource_t, _ value: Int) {
            var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
            setrlimit(resource, &limit)
        }
        set(Int32(RLIMIT_AS.rawValue), limits.memory)
        // Pack bytes are counted while they arrive. A single file also needs room for the pack's index.
        set(Int32(RLIMIT_FSIZE.rawValue), 2 * limits.bytes + 64 << 20)
        set(Int32(RLIMIT_CORE.rawValue), 0)
    }

    private static func report(_ report: FetchReport) {
        guard let json = try? JSONEncoder().encode(report) else { return }
        let line = [UInt8](json) + [UInt8(ascii: "\n")]
        // Fails when the parent is gone. The next progress report or the end of the job would end the process too.
        if write(STDOUT_FILENO, line, line.count) < 0 { exit(EXIT_FAILURE) }
    }
}
