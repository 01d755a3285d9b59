import Model
import Platform
import Ports
import FoundationEssentials
import Glibc

/// The staged folder of a backup: everything except the workspaces.
struct StagedFolder {
    private let settings: BackupSettings
    private let copies: any DatabaseCopies

    init(_ settings: BackupSettings, _ copies: any DatabaseCopies) {
        self.settings = settings
        self.copies = copies
    }

    /// - Returns: the contents of the database copy.
    func fill() throws(BackupFailure) -> DatabaseContents {
        let folder = settings.staged
        try PrivateFolder.makeAnew(folder)
        let database = try copies.copy(settings.state + "/dcc.db", to: "\(folder)/\(BackupPaths.database)")
        try copy(settings.state + "/secrets.key", to: BackupPaths.key)
        try copy(settings.configurationFile, to: BackupPaths.configuration)
        var files: [String: String] = [:]
        for name in [BackupPaths.database, BackupPaths.key, BackupPaths.configuration] {
            files[name] = try FileHash.of("\(folder)/\(name)")
        }
        let text = BackupManifest(
            format: BackupManifest.format, madeAt: .now, database: database, workspaces: settings.workspaces,
            files: files
        ).text
        try write(text, BackupPaths.manifest)
        let code = BackupManifest.code(of: text, password: try settings.password())
        try write(Array(code.utf8), BackupPaths.code)
        return database
    }

    private func copy(_ file: String, to name: String) throws(BackupFailure) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw BackupFailure(
                code: "file_missing", message: "\(file) cannot be read.", hint: "Restore the file; see `dcc doctor`.")
        }
        try write(Array(data), name)
    }

    private func write(_ bytes: [UInt8], _ name: String) throws(BackupFailure) {
        let path = "\(settings.staged)/\(name)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .folder("write", path) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .folder("write", path)
        }
    }
}

/// A folder that only root can access.
enum PrivateFolder {
    /// Creates the folder, or empties it if it exists.
    static func makeAnew(_ path: String) throws(BackupFailure) {
        var status = stat()
        if lstat(path, &status) == 0 {
            do {
                _ = try FolderRemoval.remove(path)
            } catch {
                throw .folder("empty", path, error.error)
            }
        }
        guard mkdir(path, 0o700) == 0 else { throw .folder("create", path) }
    }
}

/// Allows one process at a time to work on an installation's backups. The lock is released when the process ends,
/// however it ends.
final class BackupLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws(BackupFailure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .folder("create", folder) }
        descriptor = open("\(folder)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .folder("open", "\(folder)/lock") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw BackupFailure(
                code: "backup_running", message: "A backup or drill is already running.", hint: "Try again later.")
        }
    }

    deinit {
        // A child process that is being started has a copy of the descriptor until it runs its program: closing ours
        // alone would keep the lock for as long.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

extension BackupFailure {
    static func folder(_ verb: String, _ path: String, _ error: Int32 = errno) -> BackupFailure {
        BackupFailure(
            code: "folder_failed", message: "Could not \(verb) \(path): \(String(cString: strerror(error))).",
            hint: "Check the folder and its free disk space.")
    }
}
