import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct SQLiteStoreTests {
    private let path = NSTemporaryDirectory() + "dcc-store-\(UUID().uuidString).db"
    private let caller = Caller(user: "alice", role: .member, address: "192.0.2.1")

    private func store(
        _ ports: ClosedRange<UInt16> = 20_000...20_009, networks: Int = .max
    ) throws -> SQLiteStore {
        try SQLiteStore(path: nil, box: SecretBox(), ports: ports, networks: networks)
    }

    private func request(_ name: String, port: Int = 7860) throws -> NewApp {
        NewApp(
            name: try AppName(name),
            settings: AppSettings(
                repository: try RepositoryURL("https://github.com/a/b"), branch: try GitReference("main"),
                requirements: try RequirementsFile("gpu.txt"), startCommand: try StartCommand("echo $HOME; ls"),
                port: try ContainerPort(port), gpus: GPURequest(count: try GPUCount(2))))
    }

    private func receipt(of app: App) -> RemovalReceipt {
        RemovalReceipt(containers: 1, networks: 1, workspaceBytes: 0, hostPort: app.hostPort)
    }

    @Test func whatWasAddedIsReadBackAsItWas() throws {
        let store = try store()
        let added = try store.add(try request("demo"), key: nil, by: caller)
        let read = try #require(try store.apps().first)
        #expect(read.settings == added.app.settings)
        #expect(read.name == added.app.name && read.owner == "alice" && read.state == .queued)
        #expect(try store.deployments(of: read.id, limit: 10).map(\.reason) == [.onboard])
    }

    @Test func theSoftwareOfAnAppIsReadBackAsItWas() throws {
        let store = try store()
        let plain = try request("plain")
        var full = try request("full").settings
        full.port = nil
        full.installer = .pip
        full.systemPackages = try ["ffmpeg", "g++"].map { try SystemPackageName($0, field: "") }
        full.extraRequirements = [try RequirementLine("Pillow>=10", field: "")]
        full.skippedRequirements = [try RequirementLine("pywin32==306 ; sys_platform == 'win32'", field: "")]
        full.repositoryUser = try RepositoryUser("gitlab+deploy-token-1")
        full.image = try ImageReference("ghcr.io/owner/image:tag")
        full.models = [try ModelFolderName("checkpoints", field: "")]
        _ = try store.add(plain, key: nil, by: caller)
        let app = try store.add(NewApp(name: try AppName("full"), settings: full), key: nil, by: caller).app
        #expect(try store.apps().map(\.settings) == [plain.settings, full])

        var changed = app
        changed.settings.image = nil
        changed.settings.models = []
        try store.saveSettings(of: changed, before: app.settings, by: caller)
        #expect(try store.apps().map(\.settings) == [plain.settings, changed.settings])
        let detail = try #require(try store.entries(AuditQuery(limit: 1)).first).detail
        #expect(detail.contains(#""image":"ghcr.io/owner/image:tag""#) && detail.contains(#""image":null"#))
        #expect(detail.contains(#""system_packages":["ffmpeg","g++"]"#) && detail.contains(#""installer":"pip""#))
    }

    @Test func aDeploymentKeepsWhatItsCommitSays() throws {
        let store = try store()
        let added = try store.add(try request("demo"), key: nil, by: caller)
        var deployment = added.deployment
        deployment.commitInfo = CommitInfo(subject: "Show seeds", author: "Ann", secondsSince1970: 1_700_000_000)
        try store.save(added.app, deployment)
        #expect(try store.deployments(of: added.app.id, limit: 1).map(\.commitInfo) == [deployment.commitInfo])
    }

    @Test func severalDeploymentsAreOpenedTogetherOrNotAtAll() throws {
        let store = try store()
        let apps = try ["one", "two"].map { try store.add(try request($0), key: nil, by: caller).app }
        let nobody = App(
            id: 999, name: try AppName("nobody"), settings: apps[0].settings, owner: "alice", uid: 1, hostPort: 1,
            desired: .running, state: .queued, createdAt: .now, changedAt: .now)
        #expect(throws: (any Error).self) {
            try store.open([Opening(.start, of: apps[0]), Opening(.start, of: nobody)], by: .system)
        }
        #expect(try store.deployments(of: apps[0].id, limit: 10).count == 1)
        #expect(try store.entries(AuditQuery()).count == 2)

        let opened = try store.open(apps.map { Opening(.start, of: $0, gpus: ["GPU-1"]) }, by: .system)
        #expect(opened.map(\.appID) == apps.map(\.id))
        for app in apps {
            let newest = try #require(try store.deployments(of: app.id, limit: 1).first)
            #expect(newest.reason == .start && newest.gpus == ["GPU-1"])
        }
        #expect(try store.entries(AuditQuery(action: "start")).map(\.app) == ["two", "one"])
    }

    @Test func aNameIsTakenUntilItsAppIsRemoved() throws {
        let store = try store()
        let app = try store.add(try request("demo"), key: nil, by: caller).app
        #expect(throws: StoreError.nameTaken) { try store.add(try request("demo"), key: nil, by: caller) }
        #expect(try store.apps().count == 1)
        try store.remove(app, receipt: receipt(of: app), by: caller)
        let next = try store.add(try request("demo"), key: nil, by: caller).app
        #expect(next.id != app.id)
    }

    @Test func aFullDiskIsNamedAndNothingIsWritten() throws {
        let store = try store(20_000...29_999)
        try store.database.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let name = String(repeating: "n", count: 20)
        #expect(throws: StoreError.diskFull) {
            for number in 0..<1000 { _ = try store.add(try request("\(name)-\(number)"), key: nil, by: caller) }
        }
        let apps = try store.apps()
        #expect(try store.entries(AuditQuery(limit: 1000)).count == apps.count)
    }

    @Test func theSameKeyGivesTheSameApp() throws {
        let store = try store()
        let key = try #require(IdempotencyKey("k-1"))
        let first = try store.add(try request("demo"), key: key, by: caller)
        let second = try store.add(try request("demo"), key: key, by: caller)
        #expect(first.isNew && !second.isNew)
        #expect(first.app.id == second.app.id && first.deployment.id == second.deployment.id)
        #expect(throws: StoreError.idempotencyKeyReused) {
            try store.add(try request("demo", port: 1), key: key, by: caller)
        }
        // Another user's key with the same name is a different key.
        #expect(
            try store.add(try request("other"), key: key, by: Caller(user: "bob", role: .member, address: "")).isNew)
    }

    @Test func aKeyOfAnAppThatIsGoneGivesNobodysApp() throws {
        let store = try store()
        let key = try #require(IdempotencyKey("k-1"))
        let first = try store.add(try request("demo"), key: key, by: caller).app
        try store.remove(first, receipt: receipt(of: first), by: caller)
        _ = try store.add(try request("demo"), key: nil, by: Caller(user: "bob", role: .member, address: ""))
        #expect(throws: StoreError.idempotencyKeyReused) { try store.add(try request("demo"), key: key, by: caller) }
    }

    @Test func asManyAppsAsThereAreNetworksCanBeAdded() throws {
        let store = try store(networks: 2)
        let first = try store.add(try request("a"), key: nil, by: caller).app
        _ = try store.add(try request("b"), key: nil, by: caller)
        #expect(throws: StoreError.noFreeNetwork) { try store.add(try request("c"), key: nil, by: caller) }
        #expect(try store.apps().count == 2)
        try store.remove(first, receipt: receipt(of: first), by: caller)
        _ = try store.add(try request("c"), key: nil, by: caller)
    }

    @Test func portsAreLeasedOnceAndRunOut() throws {
        let store = try store(20_000...20_001)
        let first = try store.add(try request("a"), key: nil, by: caller).app
        let second = try store.add(try request("b"), key: nil, by: caller).app
        #expect([first.hostPort, second.hostPort] == [20_000, 20_001])
        #expect(throws: StoreError.noFreePort) { try store.add(try request("c"), key: nil, by: caller) }
        #expect(try store.apps().count == 2)
    }

    @Test func theLowestFreePortIsLeased() throws {
        let store = try store()
        let apps = try ["a", "b", "c"].map { try store.add(try request($0), key: nil, by: caller).app }
        try store.remove(apps[1], receipt: receipt(of: apps[1]), by: caller)
        #expect(try store.add(try request("d"), key: nil, by: caller).app.hostPort == 20_001)
        #expect(try store.add(try request("e"), key: nil, by: caller).app.hostPort == 20_003)
    }

    @Test func anotherPortIsTheNextAboveAndThenTheLowest() throws {
        let store = try store(20_000...20_002)
        let app = try store.add(try request("a"), key: nil, by: caller).app
        #expect(
            try [1, 2, 3].map { _ in
                try store.leaseAnotherPort(for: try store.apps()[0])
            } == [20_001, 20_002, 20_000])
        #expect(app.hostPort == 20_000)
    }

    @Test func aDeploymentKeepsItsLines() throws {
        let store = try store()
        let added = try store.add(try request("a"), key: nil, by: caller)
        var deployment = added.deployment
        deployment.outcome = .failed
        deployment.failure = Failure(
            step: .install, code: "x", message: "m", hint: "h", lines: ["pip says"], action: .useInstaller("pip"))
        deployment.gpus = ["GPU-1"]
        let line = LogLine(sequence: 1, time: .init(timeIntervalSince1970: 1), source: .install, text: "pip says")
        try store.close(deployment, of: added.app, lines: [line])
        #expect(try store.keptLines(of: deployment.id) == KeptLines(deployment: [line], run: []))

        deployment.run = Run(.outOfMemory, exitCode: 137, endedAt: Date(timeIntervalSince1970: 2))
        deployment.steps = [StepTiming(step: .clone, startedAt: Date(timeIntervalSince1970: 1), seconds: 1.5)]
        let last = LogLine(sequence: 2, time: .init(timeIntervalSince1970: 2), source: .app, text: "the end")
        try store.endRun(of: deployment, lines: [last])
        #expect(try store.keptLines(of: deployment.id) == KeptLines(deployment: [line], run: [last]))
        #expect(try store.deployment(deployment.id, of: added.app.id)?.run == deployment.run)
        #expect(try store.deployment(deployment.id, of: added.app.id)?.steps == deployment.steps)
        let read = try #require(try store.deployment(deployment.id, of: added.app.id))
        #expect(read.failure == deployment.failure && read.gpus == ["GPU-1"] && read.outcome == .failed)
        #expect(try store.deployment(deployment.id, of: 999) == nil)
    }

    @Test func aFailureOfAnEarlierVersionHasNeitherLinesNorAnAction() throws {
        let row = #"{"step":"install","code":"x","message":"m","hint":"h"}"#
        let read = try JSONDecoder().decode(FailureColumn.self, from: Data(row.utf8))
        #expect(read.failure == Failure(step: .install, code: "x", message: "m", hint: "h"))
    }

    @Test func everyRequestIsAuditedWithItsChange() throws {
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let store = try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...20_009)
        let app = try store.add(try request("demo"), key: nil, by: caller).app
        try store.save(app, asked: "stop", by: caller)
        _ = try store.open([Opening(.start, of: app)], by: caller)
        #expect(throws: StoreError.nameTaken) { try store.add(try request("demo"), key: nil, by: caller) }
        let rows = try DatabaseQueue(path: path).read { db in
            try String.fetchAll(
                db, sql: "SELECT actor || ' ' || action || ' ' || app || ' ' || address FROM audit ORDER BY sequence")
        }
        #expect(rows == ["onboard", "stop", "start"].map { "alice \($0) demo 192.0.2.1" })
    }

    @Test func theDatabaseIsDurableAndChecksItsReferences() throws {
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let first = try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...20_009)
        _ = try first.add(try request("demo"), key: nil, by: caller)
        let again = try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...20_009)
        #expect(again.installation == first.installation)
        #expect(try again.apps().map(\.name.rawValue) == ["demo"])
        func settings(_ db: Database) throws -> [String?] {
            try ["journal_mode", "synchronous", "foreign_keys"].map { try String.fetchOne(db, sql: "PRAGMA \($0)") }
        }
        #expect(try again.write(settings) == ["wal", "2", "1"])
        #expect(try again.write(synced: false, settings) == ["wal", "1", "1"])
        #expect(throws: CancellationError.self) { try again.write(synced: false) { _ in throw CancellationError() } }
        #expect(try again.write(settings) == ["wal", "2", "1"])
    }
}
