import Configuration
import Model
import Operations
import ArgumentParser
import DockerHost
import FoundationEssentials
import ResticBackup
import SQLiteStore

/// Lists this installation's resources that no app has, and removes them with `--apply`.
struct CleanupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", abstract: "List orphaned resources; with --apply, remove them.",
        discussion: """
            Lists containers, networks, volumes, images, stacks and workspaces that belong to no app: those with this \
            installation's labels, or owned by one of its users. Resources that may hold data are kept for a grace \
            period (cleanup.graceMinutes). While the service runs, --apply is refused: use the page instead.
            """)

    @OptionGroup var file: ConfigurationFile

    @Flag(help: "Remove the listed resources.")
    var apply = false

    func run() async throws {
        let configuration = try file.read()
        // Held until the end, so that the service cannot start meanwhile.
        let lock = try? InstanceLock(folder: configuration.paths.state)
        defer { withExtendedLifetime(lock) {} }
        if apply, lock == nil {
            throw ValidationError(
                "the service is using \(configuration.paths.state), or the folder is not writable. Use the page, or stop the service."
            )
        }
        // Until an interrupted restore has put its database in place, restored workspaces look like orphans.
        if lock != nil { try RestoreJournal.finish(state: configuration.paths.state, copies: DatabaseCopy()) }
        let known = try InstallationFile(configuration.paths.database)
        let cleanup = Cleanup(
            host: try DockerHost(settings: configuration.containers.docker, installation: known.installation),
            folders: CleanupFolders(workspaces: configuration.paths.workspaces, stacks: configuration.paths.stacks),
            owners: .init(apps: { known.apps }, images: { known.images }, users: { known.users }),
            ledger: OrphanLedger(file: configuration.paths.orphans, isReadOnly: lock == nil),
            grace: configuration.maintenance.cleanupGrace)
        StandardError.say("Searching for orphaned resources…")
        let orphans = try cleanup.list()
        for orphan in orphans { print(Self.line(orphan)) }
        print("\(orphans.count) orphans, \(Self.size(orphans.compactMap(\.bytes).reduce(0, +)))")
        guard apply else {
            return print(orphans.isEmpty ? "" : "Nothing was removed. Run with --apply to remove them.")
        }
        try remove(orphans, by: cleanup, configuration)
    }

    private func remove(_ orphans: [Orphan], by cleanup: Cleanup, _ configuration: ServiceConfiguration) throws {
        let key = configuration.paths.secretsKey
        guard FileManager.default.fileExists(atPath: key) else {
            throw ValidationError("\(key) is missing, but the audit log needs it. Restore your copy of the key.")
        }
        let store = try SQLiteStore(
            path: configuration.paths.database, box: try SecretBox(keyFile: key), ports: configuration.containers.ports)
        let receipt = try cleanup.remove(orphans.map(\.found.id), by: .system, audit: store) { progress in
            StandardError.say("Removing \(progress.done + 1) of \(progress.total): \(progress.kind) \(progress.name)")
        }
        for kept in receipt.kept { print("kept     \(kept.id): \(kept.why)") }
        for removed in receipt.removed { print("removed  \(removed.id)") }
        let bytes = receipt.removed.compactMap(\.bytes).reduce(0, +)
        print("\(receipt.removed.count) removed, \(Self.size(bytes)); \(receipt.kept.count) kept")
        if !receipt.kept.isEmpty { throw ExitCode.failure }
    }

    private static func line(_ orphan: Orphan) -> String {
        let bytes = orphan.bytes.map(size) ?? "-"
        let grace = orphan.graceUntil.map { " Kept until \($0.formatted(.iso8601))." } ?? ""
        return "\(orphan.found.kind.rawValue)\t\(bytes)\t\(orphan.found.name)\t\(orphan.why)\(grace)"
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}
