import Model
import FoundationEssentials

/// Backup destination and source folders.
package struct BackupSettings: Sendable {
    /// In restic's syntax: a folder, `sftp:user@host:/folder`, `s3:https://…`.
    package var repository: String
    /// File with the repository's password, readable only by root. The password also authenticates manifests.
    package var passwordFile: String
    /// File with `NAME=value` lines for restic's environment, such as cloud credentials.
    package var environmentFile: String?
    package var keep: RetentionPolicy
    /// An app with more files is neither backed up nor restored.
    package var maximumFiles: Int
    /// Free bytes on the database's disk that a drill must not use.
    package var diskFloor: Int64
    /// Folder of the database.
    package var state: String
    package var workspaces: String
    package var configurationFile: String

    package init(
        repository: String, passwordFile: String, environmentFile: String?, keep: RetentionPolicy, maximumFiles: Int,
        diskFloor: Int64, state: String, workspaces: String, configurationFile: String
    ) {
        self.repository = repository
        self.passwordFile = passwordFile
        self.environmentFile = environmentFile
        self.keep = keep
        self.maximumFiles = maximumFiles
        self.diskFloor = diskFloor
        self.state = state
        self.workspaces = workspaces
        self.configurationFile = configurationFile
    }

    /// The repository for display, without user name and password.
    package var shownRepository: String { HiddenPassword.hide(in: repository) }

    var folder: String { state + "/backup" }
    var staged: String { "\(state)/\(BackupPaths.stagedName)" }

    /// The password as restic reads it, without the trailing line break.
    func password() throws(BackupFailure) -> [UInt8] {
        guard var password = FileManager.default.contents(atPath: passwordFile).map(Array.init) else {
            throw BackupFailure(
                code: "password_missing", message: "The password file \(passwordFile) cannot be read.",
                hint: "Write the repository's password to this file, and keep a copy elsewhere.")
        }
        while let last = password.last, [10, 13].contains(last) { password.removeLast() }
        return password
    }

    func environment() throws(BackupFailure) -> [String: String] {
        guard let environmentFile else { return [:] }
        guard let text = FileManager.default.contents(atPath: environmentFile) else {
            throw BackupFailure(
                code: "environment_missing", message: "The file \(environmentFile) cannot be read.",
                hint: "Fix backup.environmentFile.")
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").reduce(into: [:]) { variables, line in
            guard !line.hasPrefix("#"), let sign = line.firstIndex(of: "=") else { return }
            variables[String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
    }
}
