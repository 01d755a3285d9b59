import Model
import Ports
import ShellScripts
import Foundation

@testable import ResticBackup

/// A small installation in its own folder, with one app `demo` and a repository.
struct BackupHarness {
    let folder: String
    let settings: BackupSettings
    let app: String

    init() throws {
        folder = NSTemporaryDirectory() + "dcc-backup-\(UUID().uuidString)"
        let state = folder + "/state"
        app = folder + "/apps/demo"
        for path in [state, app, folder + "/bin"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        for file in ["state/dcc.db", "state/secrets.key", "dcc.json", "password"] {
            try "something".write(toFile: "\(folder)/\(file)", atomically: false, encoding: .utf8)
        }
        try "PATH=\(folder)/bin:/usr/bin:/bin".write(toFile: folder + "/env", atomically: false, encoding: .utf8)
        var settings = BackupSettings(
            repository: folder + "/repository", passwordFile: folder + "/password", state: state,
            workspaces: folder + "/apps", configurationFile: folder + "/dcc.json")
        settings.environmentFile = folder + "/env"
        self.settings = settings
    }

    var repository: ResticRepository { ResticRepository(settings, copies: FileCopies()) }

    func delete() { try? FileManager.default.removeItem(atPath: folder) }

    /// - Parameter name: relative to the app's workspace.
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        let path = "\(app)/\(name)"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// - Parameter lines: of a shell script that replaces `restic`.
    func runResticInstead(_ lines: String...) throws {
        try ShellScript(lines.joined(separator: "\n")).install(at: folder + "/bin/restic")
    }

    /// One line per path, without the line about the snapshot.
    func listing(of backup: BackupState.Backup) async throws -> String {
        let text = try await Restic(settings).run(["ls", "--json", backup.snapshot])
        return text.split(separator: "\n").dropFirst().joined(separator: "\n")
    }
}

/// Treats any file as a database with the app `demo`.
struct FileCopies: DatabaseCopies {
    private static let contents = DatabaseContents(
        installation: "0123456789abcdef", schema: "1",
        apps: [.init(name: "demo", uid: getuid(), commit: nil, state: "stopped")])

    func copy(_ database: String, to copy: String) throws(BackupFailure) -> DatabaseContents {
        guard FileManager.default.createFile(atPath: copy, contents: Data("copy".utf8)) else {
            throw .folder("write", copy)
        }
        return Self.contents
    }

    func inspect(_ copy: String) throws(BackupFailure) -> DatabaseContents { Self.contents }
    func summary(_ database: String) throws(BackupFailure) -> DatabaseContents { Self.contents }
    func update(_ copy: String, key: String) throws(BackupFailure) {}
    func recordRestored(
        _ app: DatabaseContents.App, snapshot: String, restore: String, in database: String, key: String
    ) throws(BackupFailure) {}
}
