import Configuration
import Operations
import Model
import ArgumentParser
import FoundationEssentials
import Glibc
import ResticBackup
import SQLiteStore

/// Restores a whole backup on an empty machine, or the files of one app.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup while the service is stopped.",
        discussion: """
            Changes nothing until the whole backup is verified. Existing data is kept under a name with \
            “before-restore”. Apps that were running start with the service.
            """)

    @OptionGroup var file: ConfigurationFile

    @Option(help: "Restore only the files of this app, which must exist and be stopped.")
    var app: String?

    @Option(help: "Restore the backup with this id, as listed by `dcc backup --list`.")
    var snapshot: String?

    @Option(help: "Restore the newest backup at or before this time, such as 2026-03-01T12:00:00Z.")
    var at: String?

    @Flag(help: "Allow restoring a backup of another installation.")
    var adopt = false

    func validate() throws {
        guard snapshot == nil || at == nil else { throw ValidationError("Use either --snapshot or --at, not both.") }
        _ = try choice()
        _ = try name()
    }

    func run() async throws {
        umask(0o077)
        let configuration = try file.read()
        let repository = try configuration.backups.repository()
        for (folder, mode) in [(configuration.paths.state, 0o700), (configuration.paths.workspaces.root, 0o755)] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        }
        let lock = try InstanceLock(folder: configuration.paths.state)
        defer { withExtendedLifetime(lock) {} }
        if let kept = try RestoreJournal.finish(state: configuration.paths.state, copies: DatabaseCopy()) {
            print("Completed a restore that was interrupted.")
            return Self.printKept(kept)
        }
        if let name = try name() {
            let kept = try await repository.restore(app: name, try choice(), adopt: adopt)
            print("Restored the files of \(name). Start the app on the page.")
            Self.printKept(kept)
        } else {
            let (apps, kept) = try await repository.restore(try choice(), adopt: adopt)
            print("Restored \(apps.count) apps: \(apps.joined(separator: ", ")). Start the service.")
            print("The backed-up configuration is in \(configuration.paths.state)/restored-configuration.json.")
            Self.printKept(kept)
        }
    }

    private static func printKept(_ kept: [String]) {
        for path in kept { print("The previous data is in \(path). Delete it when you no longer need it.") }
    }

    private func name() throws -> AppName? {
        do {
            return try app.map { try AppName($0) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func choice() throws -> SnapshotChoice {
        if let snapshot { return .id(snapshot) }
        guard let at else { return .newest }
        guard let moment = try? Date(at, strategy: .iso8601) else {
            throw ValidationError("--at takes a time such as 2026-03-01T12:00:00Z.")
        }
        return .at(moment)
    }
}
