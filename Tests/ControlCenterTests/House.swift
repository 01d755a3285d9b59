import Foundation
import Logging
import SQLiteStore

@testable import ControlCenter

/// The use-cases on a real SQLite store, with stand-ins at the ports to Docker, Git and GPUs.
final class House {
    let host = FakeContainerHost()
    let source = FakeRepositorySource()
    let store: SQLiteStore
    let room = WaitingRoom(capacity: 100)
    let board: StatusBoard
    let book: AppBook
    let logs: LogBook
    let queue = ProvisioningQueue(width: 2)
    let reconciler: Reconciler
    let registry: AppRegistry
    let folder: ScratchFolder

    init(gpus: [GPU] = [], path: String? = nil) throws {
        folder = try ScratchFolder()
        store = try SQLiteStore(path: path, ports: 20_000...20_099)
        board = StatusBoard(room: room, instance: "here")
        book = try AppBook(store: store, board: board, links: AppLinks(domain: "apps.test"))
        logs = LogBook(room: room)
        let follower = LogFollower(host: host, logs: logs)
        let inventory = FakeGPUInventory(cards: gpus)
        let hosts = RepositoryHosts(allowed: RepositoryHosts.publicForges, appsDomain: "apps.test")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        reconciler = Reconciler(
            book: book, board: board, host: host, inventory: inventory, queue: queue, follower: follower,
            baseImage: "base", logger: logger)
        let provisioner = Provisioner(
            book: book, logs: logs, source: source, hosts: hosts, host: host, inventory: inventory,
            workspaces: Workspaces(root: folder.path), follower: follower, installation: store.installation,
            settings: .init(baseImage: "base"), logger: logger)
        registry = AppRegistry(
            book: book, queue: queue, provisioner: provisioner, hosts: hosts, reconciler: reconciler)
        reconciler.start { [registry] in registry.goOn($0) }
    }

    @discardableResult
    func add(_ name: String, gpus: Int = 0) throws -> AppName {
        let name = try AppName(name)
        _ = try registry.add(NewApp(name: name, settings: try Sample.settings(gpus: gpus)), key: nil, by: Sample.caller)
        return name
    }

    /// Adds an app and waits until it runs.
    func running(_ name: String) async throws -> AppName {
        let name = try add(name)
        try await until(name, is: .running)
        return name
    }

    func until(_ name: AppName, is state: AppState) async throws {
        while book.app(name)?.state != state || queue.isBusy(name) { try await Task.sleep(for: .milliseconds(2)) }
    }

    func untilGone(_ name: AppName) async throws {
        while book.app(name) != nil { try await Task.sleep(for: .milliseconds(2)) }
    }
}
