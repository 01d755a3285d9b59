import Configuration
import Operations
import Ports
import DockerHost
import FoundationEssentials
import Glibc
import LiveState
import Model
import ResticBackup
import SQLiteStore

/// Stored and in-memory state: the database, the registry, the board and the logs.
struct Storage {
    let lock: InstanceLock
    let store: SQLiteStore
    let hub: PollHub
    let board: StatusBoard
    let registry: AppRegistry
    let logs: LogBuffer

    /// - Throws: when another dcc process uses the state folder, or a file cannot be created or opened.
    init(_ configuration: ServiceConfiguration) throws {
        let paths = configuration.paths
        // Start commands and logs are private to the service, even if the folder existed before with another mode.
        umask(0o077)
        try FileManager.default.createDirectory(atPath: paths.state, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: paths.workspaces.root, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: paths.state)
        // Clone children run as other users and must reach their app's folder.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: paths.workspaces.root)
        lock = try InstanceLock(folder: paths.state)
        try RestoreJournal.finish(state: paths.state, copies: DatabaseCopy())
        store = try SQLiteStore(
            path: paths.database, box: try SecretBox(keyFile: paths.secretsKey), ports: configuration.containers.ports,
            networks: AddressPlan.capacity(of: configuration.containers.docker.networkBlock))

        hub = PollHub(capacity: configuration.page.pollCapacity)
        board = StatusBoard(hub: hub, instance: UUID().uuidString)
        registry = try AppRegistry(
            store: store, board: board, links: configuration.page.links, quota: configuration.provisioning.quota,
            defaultMemory: configuration.containers.docker.memory)
        logs = LogBuffer(hub: hub, limit: configuration.retention.logMemory)
        for app in registry.apps {
            logs.conceal(app.secrets, of: app.name)
            guard let deployment = registry.newestDeployment(of: app.name) else { continue }
            logs.restore(try store.keptLines(of: deployment.id).shown(of: deployment), of: app.name)
        }
    }
}
