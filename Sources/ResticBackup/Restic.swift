import Model
import FoundationEssentials
import Processes

/// Runs `restic` (0.14 or later) on one repository, with a minimal environment and a raised nice value.
struct Restic: Sendable {
    /// Exit status of `restic backup`: a snapshot was created without some files that were removed meanwhile or
    /// unreadable.
    static let incomplete: Int32 = 3
    /// Start of the final error line under `--json`, from restic 0.18 on.
    private static let exitErrorPrefix = #"{"message_type":"exit_error""#
    /// Attempts, two seconds apart, while another process holds an exclusive lock: held for seconds, by a prune for
    /// minutes.
    private static let lockAttempts = 60

    private let environment: [String: String]

    init(_ settings: BackupSettings) throws(BackupFailure) {
        var variables = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C",
        ]
        variables.merge(try settings.environment()) { $1 }
        variables["RESTIC_REPOSITORY"] = settings.repository
        variables["RESTIC_PASSWORD_FILE"] = settings.passwordFile
        variables["RESTIC_CACHE_DIR"] = settings.folder + "/cache"
        environment = variables
    }

    /// - Returns: the last megabyte of output.
    @discardableResult
    func run(_ arguments: [String], accepting: Set<Int32> = [0]) async throws(BackupFailure) -> String {
        var tail: [String] = []
        try await lines(arguments, accepting: accepting) { (line: String) throws(BackupFailure) in
            tail.append(line)
            if tail.count > 1000 { tail.removeFirst() }
        }
        return tail.joined(separator: "\n")
    }

    /// Waits while another process holds an exclusive lock, and removes stale locks.
    /// - Parameter line: receives each line of output; throwing stops restic.
    /// - Returns: the exit status, one of the accepted ones.
    @discardableResult
    func lines(
        _ arguments: [String], accepting: Set<Int32> = [0], _ line: (String) throws(BackupFailure) -> Void
    ) async throws(BackupFailure) -> Int32 {
        var attempts = 1
        while true {
            do throws(BackupFailure) {
                return try await once(arguments, accepting: accepting, line)
            } catch  where error.code == "repository_locked" && attempts < Self.lockAttempts {
                attempts += 1
                // Removes only locks of dead processes or older than 30 minutes. restic takes its lock first, so there
                // is no output yet that would be repeated.
                try await once(["unlock"]) { _ in }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    @discardableResult
    private func once(
        _ arguments: [String], accepting: Set<Int32> = [0], _ line: (String) throws(BackupFailure) -> Void
    ) async throws(BackupFailure) -> Int32 {
        var restic = Command("restic", arguments, environment: environment)
        restic.niceness = 10
        // It ends its own ssh, after its lock is removed.
        restic.ending = .afterAskingItAlone(.seconds(5))
        var last: [String] = []
        do {
            let status = try await restic.run { text in
                if text.hasPrefix("{") && !text.hasPrefix(Self.exitErrorPrefix) || text.hasPrefix("[") {
                    try line(text)
                } else {
                    last.append(text)
                    if last.count > 5 { last.removeFirst() }
                }
            }
            guard case .exited(let code) = status, accepting.contains(code) else {
                throw ResticFailure.of(last, status: "\(status)")
            }
            return code
        } catch let failure as BackupFailure {
            throw failure
        } catch let failure as StepFailure {
            throw BackupFailure(code: failure.code, message: failure.message, hint: failure.hint)
        } catch {
            throw BackupFailure(
                code: "restic_failed", message: "restic could not be run: \(error).", hint: "Install restic.")
        }
    }
}

/// Maps restic's error output to failures.
enum ResticFailure {
    static func of(_ lines: [String], status: String) -> BackupFailure {
        let words = lines.joined(separator: " ")
        if words.contains("wrong password") {
            return BackupFailure(
                code: "repository_password", message: "The repository's password is wrong.",
                hint: "Fix the file at backup.passwordFile.")
        }
        if words.contains("Is there a repository") || words.contains("unable to open config file") {
            return BackupFailure(
                code: "repository_missing", message: "There is no restic repository at backup.repository.",
                hint: "Check that its disk is mounted or its server is up. To create a new one, run `restic init`.")
        }
        if words.contains("already locked") {
            return BackupFailure(
                code: "repository_locked", message: "Another restic is using the repository.", hint: "Try again later.")
        }
        if words.contains("read-only file system") {
            return BackupFailure(
                code: "repository_readonly", message: "The repository is read-only: \(words.prefix(1000))",
                hint: "Allow the service to write there: run `systemctl edit dcc.service` and add ReadWritePaths=.")
        }
        return BackupFailure(
            code: "repository_failed", message: "restic failed (\(status)): \(words.prefix(1000))",
            hint: "Check the repository with `restic check`.")
    }
}
