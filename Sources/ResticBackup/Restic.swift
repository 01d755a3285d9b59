import ControlCenter
import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs `restic` (0.14 or later) on one repository, with an environment that holds nothing of ours, and `nice`.
struct Restic: Sendable {
    /// Of `restic backup`: a snapshot was made, without some files that went away meanwhile or could not be read.
    static let incomplete: Int32 = 3
    /// From 0.18 on, where `--json` was asked for.
    private static let lastWords = #"{"message_type":"exit_error""#
    /// A repository's exclusive lock is held for seconds, by a prune for minutes.
    private static let lockPatience = 60

    private let environment: [Environment.Key: String]

    init(_ settings: BackupSettings) throws(BackupFailure) {
        var variables = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C",
        ]
        variables.merge(try settings.environment()) { $1 }
        variables["RESTIC_REPOSITORY"] = settings.repository
        variables["RESTIC_PASSWORD_FILE"] = settings.passwordFile
        variables["RESTIC_CACHE_DIR"] = settings.folder + "/cache"
        environment = variables.reduce(into: [:]) { $0[Environment.Key(stringLiteral: $1.key)] = $1.value }
    }

    /// - Returns: what it wrote, up to a megabyte from the end.
    @discardableResult
    func run(_ arguments: [String], accepting: Set<Int32> = [0]) async throws(BackupFailure) -> String {
        var tail: [String] = []
        try await lines(arguments, accepting: accepting) { (line: String) throws(BackupFailure) in
            tail.append(line)
            if tail.count > 1000 { tail.removeFirst() }
        }
        return tail.joined(separator: "\n")
    }

    /// Waits for others who need the repository for themselves, and takes away locks of those who are dead.
    /// - Parameter line: each line of output; throwing ends restic.
    /// - Returns: the exit status, one of those that are accepted.
    @discardableResult
    func lines(
        _ arguments: [String], accepting: Set<Int32> = [0], _ line: (String) throws(BackupFailure) -> Void
    ) async throws(BackupFailure) -> Int32 {
        var attempts = 1
        while true {
            do throws(BackupFailure) {
                return try await once(arguments, accepting: accepting, line)
            } catch  where error.code == "repository_locked" && attempts < Self.lockPatience {
                attempts += 1
                // Removes only those of processes that are gone, or older than half an hour. No line has come yet:
                // the lock is what restic does first.
                try await once(["unlock"]) { _ in }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    @discardableResult
    private func once(
        _ arguments: [String], accepting: Set<Int32> = [0], _ line: (String) throws(BackupFailure) -> Void
    ) async throws(BackupFailure) -> Int32 {
        do {
            let execution = try await Subprocess.run(
                .name("nice"), arguments: Arguments(["-n", "10", "restic"] + arguments),
                environment: .custom(environment), platformOptions: Self.options, input: .none, output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                var last: [String] = []
                for try await text in execution.standardOutput.strings() {
                    if text.hasPrefix("{") && !text.hasPrefix(Self.lastWords) || text.hasPrefix("[") {
                        try line(text)
                    } else {
                        last.append(text)
                        if last.count > 5 { last.removeFirst() }
                    }
                }
                return last
            }
            guard case .exited(let code) = execution.terminationStatus, accepting.contains(code) else {
                throw ResticFailure.of(execution.closureResult, status: "\(execution.terminationStatus)")
            }
            return code
        } catch let failure as BackupFailure {
            throw failure
        } catch {
            throw BackupFailure(
                code: "restic_failed", message: "restic could not be run: \(error).", hint: "Install Debian's restic.")
        }
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        return options
    }
}

/// What restic's words mean.
enum ResticFailure {
    static func of(_ lines: [String], status: String) -> BackupFailure {
        let words = lines.joined(separator: " ")
        if words.contains("wrong password") {
            return BackupFailure(
                code: "repository_password", message: "The repository's password is another.",
                hint: "Correct the file at backup.passwordFile.")
        }
        if words.contains("Is there a repository") || words.contains("unable to open config file") {
            return BackupFailure(
                code: "repository_missing", message: "There is no repository at the place.",
                hint: "Is its disk mounted, its server up? If it is to be new, make it with `restic init`.")
        }
        if words.contains("already locked") {
            return BackupFailure(
                code: "repository_locked", message: "Another restic works on the repository.", hint: "Try again later.")
        }
        if words.contains("read-only file system") {
            return BackupFailure(
                code: "repository_readonly", message: "The repository cannot be written: \(words.prefix(1000))",
                hint: "The service writes where its unit lets it: `systemctl edit dcc.service`, with ReadWritePaths=.")
        }
        return BackupFailure(
            code: "repository_failed", message: "restic ended with \(status): \(words.prefix(1000))",
            hint: "Look at the repository with `restic check`.")
    }
}
