import ControlCenter
import FoundationEssentials

/// Where backups go, and what they are of.
package struct BackupSettings: Sendable {
    /// As restic takes it: a folder, `sftp:user@host:/folder`, `s3:https://…`.
    package var repository: String
    /// A file with the repository's password, readable by root alone. It also authenticates manifests.
    package var passwordFile: String
    /// A file with a line `NAME=value` for each thing that restic takes from its environment, such as a cloud's keys.
    package var environmentFile: String?
    package var keep = RetentionPolicy.standard
    /// An app with more files than this is neither backed up nor restored.
    package var maximumFiles = 5_000_000
    /// In bytes, on the disk of the database: a drill takes nothing of them.
    package var diskFloor: Int64 = 0
    /// The folder of the database.
    package var state: String
    package var workspaces: String
    package var configurationFile: String

    package init(repository: String, passwordFile: String, state: String, workspaces: String, configurationFile: String)
    {
        self.repository = repository
        self.passwordFile = passwordFile
        self.state = state
        self.workspaces = workspaces
        self.configurationFile = configurationFile
    }

    /// For people: without the name and password that an address may hold.
    package var shownRepository: String {
        guard let start = repository.firstRange(of: "//"), let end = repository[start.upperBound...].firstIndex(of: "@")
        else {
            return repository
        }
        return repository[..<start.upperBound] + "…" + repository[end...]
    }

    var folder: String { state + "/backup" }
    var staged: String { "\(state)/\(BackupPaths.stagedName)" }

    /// As restic reads it: without the line's end.
    func password() throws(BackupFailure) -> [UInt8] {
        guard var password = FileManager.default.contents(atPath: passwordFile).map(Array.init) else {
            throw BackupFailure(
                code: "password_missing", message: "The password file \(passwordFile) cannot be read.",
                hint: "Write the repository's password into it, and keep a copy elsewhere.")
        }
        while let last = password.last, [10, 13].contains(last) { password.removeLast() }
        return password
    }

    func environment() throws(BackupFailure) -> [String: String] {
        guard let environmentFile else { return [:] }
        guard let text = FileManager.default.contents(atPath: environmentFile) else {
            throw BackupFailure(
                code: "environment_missing", message: "The file \(environmentFile) cannot be read.",
                hint: "Correct backup.environmentFile.")
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").reduce(into: [:]) { variables, line in
            guard !line.hasPrefix("#"), let sign = line.firstIndex(of: "=") else { return }
            variables[String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
    }
}
