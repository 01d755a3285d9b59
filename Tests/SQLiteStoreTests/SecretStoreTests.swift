import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct SecretStoreTests {
    private let folder = NSTemporaryDirectory() + "dcc-secrets-\(UUID().uuidString)"
    private let alice = Caller(user: "alice", role: .member, address: "")

    private func store(_ box: SecretBox) throws -> SQLiteStore {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SQLiteStore(path: folder + "/dcc.db", box: box, ports: 20_000...20_009)
    }

    private func request(_ name: String = "demo", secret: String = "hunter2hunter2") throws -> NewApp {
        let variables = [("PLAIN", "visible", false), ("TOKEN", secret, true)]
        return NewApp(
            name: try AppName(name),
            settings: AppSettings(
                repository: try RepositoryURL("https://github.com/a/b"),
                repositoryToken: try RepositoryToken("ghp_abcdefgh"), startCommand: try StartCommand("x"),
                port: try ContainerPort(80), memory: try MemoryLimit(gib: 3),
                environment: try variables.map { name, value, isSecret in
                    try EnvironmentVariable(
                        name: try EnvironmentName(name, field: ""), value: value, isSecret: isSecret, field: "")
                },
                sharedWith: [.user("bob"), .group("ml")]))
    }

    private func cleaned(_ body: () throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    @Test func whatIsSealedIsReadBackAndStandsInNoFile() throws {
        try cleaned {
            let box = SecretBox()
            let request = try request()
            let added = try store(box).add(request, key: IdempotencyKey("k"), by: alice)
            #expect(added.app.settings == request.settings)
            #expect(try store(box).apps().map(\.settings) == [request.settings])
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
                for secret in ["hunter2", "ghp_"] { #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "\(file)") }
            }
        }
    }

    @Test func anotherKeyOpensNothing() throws {
        try cleaned {
            _ = try store(SecretBox()).add(try request(), key: nil, by: alice)
            #expect(throws: (any Error).self) { try store(SecretBox()).apps() }
        }
    }

    @Test func aSecretCannotBeMovedToAnotherApp() throws {
        try cleaned {
            let store = try store(SecretBox())
            _ = try store.add(try request("a"), key: nil, by: alice)
            _ = try store.add(try request("b"), key: nil, by: alice)
            try store.database.write { db in
                try db.execute(
                    sql: """
                        UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE app_id = 1 AND name = 'TOKEN')
                        WHERE app_id = 2 AND name = 'TOKEN'
                        """)
            }
            #expect(throws: (any Error).self) { try store.apps() }
        }
    }

    @Test func anotherSecretIsAnotherRequest() throws {
        try cleaned {
            let store = try store(SecretBox())
            let key = try #require(IdempotencyKey("k"))
            _ = try store.add(try request(), key: key, by: alice)
            #expect(try !store.add(try request(), key: key, by: alice).isNew)
            #expect(throws: StoreError.idempotencyKeyReused) {
                try store.add(try request(secret: "another-one"), key: key, by: alice)
            }
        }
    }

    @Test func aChangeIsAuditedWithoutTheSecretsAndARemovalForgetsThem() throws {
        try cleaned {
            let store = try store(SecretBox())
            let app = try store.add(try request(), key: nil, by: alice).app
            var changed = app
            changed.settings = try request(secret: "another-one").settings
            changed.settings.memory = nil
            try store.saveSettings(of: changed, before: app.settings, by: alice)
            #expect(try store.apps().map(\.settings) == [changed.settings])
            let entry = try #require(try store.entries(AuditQuery(action: "change")).first)
            #expect(entry.detail.contains(#""changed_secrets":["TOKEN"]"#))
            #expect(entry.detail.contains(#""memory_gib":3"#) && entry.detail.contains(#""memory_gib":null"#))
            #expect(!entry.detail.contains("hunter2") && !entry.detail.contains("another-one"))

            try store.remove(
                changed, receipt: .init(containers: 0, networks: 0, workspaceBytes: 0, hostPort: 1), by: alice)
            #expect(try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM secrets") } == 0)
            #expect(try store.verify() == .intact(lines: 3, lastHash: try store.entries(AuditQuery())[0].hash))
        }
    }

    @Test func theKeyIsMadeOnceForTheServiceAlone() throws {
        try cleaned {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = folder + "/secrets.key"
            let first = try SecretBox(keyFile: file)
            let sealed = try first.seal(Secret("hunter2hunter2"), label: "x")
            #expect(try SecretBox(keyFile: file).open(sealed, label: "x").exposed == "hunter2hunter2")
            #expect(throws: (any Error).self) { try first.open(sealed, label: "y") }
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try Data("short".utf8).write(to: URL(filePath: file))
            #expect(throws: SecretKeyUnusable.self) { try SecretBox(keyFile: file) }
        }
    }
}
