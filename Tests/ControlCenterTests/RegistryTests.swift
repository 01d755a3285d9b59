@testable import LiveState
@testable import Model
@testable import Ports
import AppHarness
import Dispatch
import Foundation
import Glibc
import SQLiteStore
import Synchronization
import Testing

/// Group commit, and what readers see meanwhile.
@Suite(.timeLimit(.minutes(5))) struct RegistryTests {
    private let board = StatusBoard(hub: PollHub(capacity: 10), instance: "here")

    /// Says which transactions were synced, and can hold the next ones back.
    private final class RecordingStore: AppStore {
        let store: SQLiteStore
        let transactions = Mutex<[Bool]>([])
        let gate = NSLock()

        init(_ store: SQLiteStore) { self.store = store }

        var installation: String { store.installation }
        func apps() throws -> [App] { try store.apps() }
        func deployments(of app: Int64, limit: Int) throws -> [Deployment] {
            try store.deployments(of: app, limit: limit)
        }
        func deployment(_ id: Int64, of app: Int64) throws -> Deployment? { try store.deployment(id, of: app) }
        func lastGoodDeployment(of app: Int64) throws -> Deployment? { try store.lastGoodDeployment(of: app) }
        func deployedCommits(of app: Int64) throws -> [CommitID] { [] }
        func keptLines(of deployment: Int64) throws -> KeptLines { try store.keptLines(of: deployment) }
        func transaction<Value>(synced: Bool, _ body: (any AppTransaction) throws -> Value) throws -> Value {
            transactions.withLock { $0.append(synced) }
            gate.lock()
            defer { gate.unlock() }
            return try store.transaction(synced: synced, body)
        }
    }

    private func registry(_ store: RecordingStore) throws -> AppRegistry {
        try AppRegistry(
            store: store, board: board, links: AppLinks(domain: "apps.test"), quota: Quota(),
            defaultMemory: try MemoryLimit(gib: 8))
    }

    private func request(_ name: String) throws -> NewApp {
        NewApp(name: try AppName(name), settings: try Sample.settings())
    }

    private func recording() throws -> RecordingStore {
        RecordingStore(try SQLiteStore(path: nil, box: SecretBox(), ports: 26_000...26_099))
    }

    @Test func changesThatWaitShareATransactionAndOneThatFailsUndoesOnlyItself() throws {
        let store = try recording()
        let registry = try registry(store)
        let before = store.transactions.withLock(\.count)
        let commits = try store.gate.withLock {
            // The first transaction is held up, and the other changes collect.
            let commits = try ["a", "b", "a", "c"].map { name in
                let commit = registry.add(try request(name), key: nil, by: Sample.caller)
                while store.transactions.withLock(\.count) == before { usleep(1000) }
                return commit
            }
            #expect(registry.apps.isEmpty)
            return commits
        }
        var outcomes: [String] = []
        for commit in commits {
            do {
                outcomes.append(try commit.waitUntilStored().app.name.rawValue)
            } catch StoreError.nameTaken {
                outcomes.append("taken")
            }
        }
        #expect(outcomes == ["a", "b", "taken", "c"])
        #expect(store.transactions.withLock(\.count) == before + 2)
        #expect(Set(registry.apps.map(\.name.rawValue)) == ["a", "b", "c"])
        #expect(try store.apps().map(\.name.rawValue) == ["a", "b", "c"])
        #expect(board.apps(for: Sample.caller).count == 3)
    }

    @Test func stepsAreNotSynced() async throws {
        let store = try recording()
        let registry = try registry(store)
        let name = try await registry.add(try request("a"), key: nil, by: Sample.caller).stored().app.name
        let before = store.transactions.withLock(\.count)
        try await registry.apply(.stepBegan(.clone), to: name).stored()
        try await registry.update(name) { _, deployment in deployment.image = "sha256:1" }.stored()
        try await registry.close(name, .succeeded, event: .seenHealthy, lines: []).stored()
        #expect(store.transactions.withLock { $0 }.dropFirst(before) == [false, true, true])
    }

    @Test func whatWaitsWithARequestIsSyncedWithIt() throws {
        let store = try recording()
        let registry = try registry(store)
        let app = try registry.add(try request("a"), key: nil, by: Sample.caller).waitUntilStored().app
        let before = store.transactions.withLock(\.count)
        let (notices, stop) = store.gate.withLock {
            let first = registry.setIdleNotice(nil, of: app.name)
            while store.transactions.withLock(\.count) == before { usleep(1000) }
            return (
                [first, registry.setIdleNotice(nil, of: app.name)],
                registry.request(.stopRequested, of: app, desired: .stopped, by: Sample.caller)
            )
        }
        for commit in notices { try commit.waitUntilStored() }
        try stop.waitUntilStored()
        #expect(store.transactions.withLock { $0 }.dropFirst(before) == [false, true])
    }

    @Test func whatCannotBeStoredChangesNothing() async throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/dcc.db"
        let store = RecordingStore(try SQLiteStore(path: path, box: SecretBox(), ports: 26_000...26_099))
        let registry = try registry(store)
        let app = try await registry.add(try request("a"), key: nil, by: Sample.caller).stored().app
        let other = try SQLiteStore(path: path, box: SecretBox(), ports: 26_000...26_099)
        let (isLocked, mayUnlock) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        DispatchQueue(label: "other program").async {
            _ = try? other.transaction(synced: true) { _ in
                isLocked.signal()
                mayUnlock.wait()
            }
        }
        isLocked.wait()
        let stop = registry.request(.stopRequested, of: app, desired: .stopped, by: Sample.caller)
        let removal = registry.request(.removeRequested, of: app, desired: .removed, by: Sample.caller)
        #expect(registry.app(app.name) == app)
        await #expect(throws: StoreError.busy) { try await stop.stored() }
        await #expect(throws: StoreError.busy) { try await removal.stored() }
        mayUnlock.signal()
        #expect(registry.app(app.name) == app)
        #expect(try store.apps().map(\.state) == [.queued])
    }
}
