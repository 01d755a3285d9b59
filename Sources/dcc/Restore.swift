import ArgumentParser
import ControlCenter
import FoundationEssentials
import Glibc
import ResticBackup
import SQLiteStore

/// Brings back a backup, whole onto an empty machine, or the files of one app.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup while the service is stopped.",
        discussion: """
            Nothing is changed before the whole backup is verified, and what was there is kept under a name with \
            “before-restore”. Apps that ran start with the service.
            """)

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    @Option(help: "Restore the files of this app alone; it is there and stopped.")
    var app: String?

    @Option(help: "The backup's id, as `dcc backup --list` shows it.")
    var snapshot: String?

    @Option(help: "The newest backup from then or before, such as 2026-03-01T12:00:00Z.")
    var at: String?

    @Flag(help: "Take a backup of another installation.")
    var adopt = false

    func validate() throws {
        guard snapshot == nil || at == nil else { throw ValidationError("Choose one of --snapshot and --at.") }
        _ = try choice()
        _ = try name()
    }

    func run() async throws {
        umask(0o077)
        let configuration = try await ServiceConfiguration.read(file: config)
        let repository = try configuration.backupRepository()
        for (folder, mode) in [(configuration.state, 0o700), (configuration.workspaces.root, 0o755)] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        }
        let lock = try InstanceLock(folder: configuration.state)
        defer { withExtendedLifetime(lock) {} }
        if let kept = try RestoreJournal.finish(state: configuration.state, copies: DatabaseCopy()) {
            print("A restore that was interrupted is finished now.")
            return Self.tell(kept)
        }
        if let name = try name() {
            let kept = try await repository.restore(app: name, try choice(), adopt: adopt)
            print("The files of \(name) are back. Start it on the page.")
            Self.tell(kept)
        } else {
            let (apps, kept) = try await repository.restore(try choice(), adopt: adopt)
            print("\(apps.count) apps are back: \(apps.joined(separator: ", ")). Start the service.")
            print("The configuration of then is \(configuration.state)/restored-configuration.json.")
            Self.tell(kept)
        }
    }

    private static func tell(_ kept: [String]) {
        for path in kept { print("What was there before is \(path). Delete it when you do not need it.") }
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
