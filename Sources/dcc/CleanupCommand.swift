import ArgumentParser
import ControlCenter
import DockerHost
import FoundationEssentials
import ResticBackup
import SQLiteStore

/// Lists what carries this installation's mark and has no app; takes it away when told to.
struct CleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", abstract: "List what no app has any more; with --apply, take it away.",
        discussion: """
            Only what carries this installation's labels or belongs to one of its users is listed. What may hold data \
            stays for a grace period (cleanup.graceMinutes). While the service runs, it alone takes things away: use \
            its page.
            """)

    @Option(help: "The configuration file, JSON.")
    var config = "/etc/dcc/dcc.json"

    @Flag(help: "Take away what is listed.")
    var apply = false

    func run() async throws {
        let configuration: ServiceConfiguration
        do {
            configuration = try await ServiceConfiguration.read(file: config)
        } catch {
            throw ValidationError("\(error)")
        }
        // Held until the end: the service does not start in the middle of it.
        let lock = try? InstanceLock(folder: configuration.state)
        defer { withExtendedLifetime(lock) {} }
        if apply, lock == nil {
            throw ValidationError(
                "the service runs on \(configuration.state), or the folder cannot be written; use its page, or stop it")
        }
        // Workspaces that were restored have no app before the database is.
        if lock != nil { try RestoreJournal.finish(state: configuration.state, copies: DatabaseCopy()) }
        let file = try InstallationFile(configuration.state + "/dcc.db")
        let cleanup = Cleanup(
            host: try DockerHost(settings: configuration.docker, installation: file.installation),
            folders: CleanupFolders(workspaces: configuration.workspaces, stacks: configuration.docker.stacks),
            owners: .init(apps: { file.apps }, users: { file.users }),
            sights: OrphanLedger(file: configuration.orphansFile, isReadOnly: lock == nil),
            grace: configuration.cleanupGrace)
        let orphans = try cleanup.look()
        for orphan in orphans { print(Self.line(orphan)) }
        print("\(orphans.count) orphans, \(Self.size(orphans.compactMap(\.bytes).reduce(0, +)))")
        guard apply else { return print(orphans.isEmpty ? "" : "Nothing was taken away. --apply does it.") }
        try remove(orphans, by: cleanup, configuration)
    }

    private func remove(_ orphans: [Orphan], by cleanup: Cleanup, _ configuration: ServiceConfiguration) throws {
        let key = configuration.state + "/secrets.key"
        guard FileManager.default.fileExists(atPath: key) else {
            throw ValidationError("\(key) is not there, and the receipt belongs into the audit log")
        }
        let store = try SQLiteStore(
            path: configuration.state + "/dcc.db", box: try SecretBox(keyFile: key), ports: configuration.ports)
        let receipt = try cleanup.remove(orphans.map(\.found.id), by: .system, audit: store)
        for kept in receipt.kept { print("kept     \(kept.id): \(kept.why)") }
        for removed in receipt.removed { print("removed  \(removed.id)") }
        let bytes = receipt.removed.compactMap(\.bytes).reduce(0, +)
        print("\(receipt.removed.count) removed, \(Self.size(bytes)); \(receipt.kept.count) kept")
        if !receipt.kept.isEmpty { throw ExitCode.failure }
    }

    private static func line(_ orphan: Orphan) -> String {
        let bytes = orphan.bytes.map(size) ?? "-"
        let grace = orphan.graceUntil.map { " It stays until \($0.formatted(.iso8601))." } ?? ""
        return "\(orphan.found.kind.rawValue)\t\(bytes)\t\(orphan.found.name)\t\(orphan.why)\(grace)"
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}
