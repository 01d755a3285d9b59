import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct DatabaseTroubleTests {
    private let path = NSTemporaryDirectory() + "dcc-trouble-\(UUID().uuidString).db"
    private let caller = Caller(user: "alice", role: .member, address: "192.0.2.1")

    private func store() throws -> SQLiteStore { try SQLiteStore(path: path, box: SecretBox(), ports: 20_000...20_009) }

    private func request() throws -> NewApp {
        NewApp(
            name: try AppName("demo"),
            settings: AppSettings(
                repository: try RepositoryURL("https://github.com/a/b"), branch: nil, requirements: .automatic,
                startCommand: try StartCommand("python app.py"), port: try ContainerPort(7860), gpus: .none))
    }

    private func delete() {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    @Test func aWriteThatFindsTheFileLockedGivesUpAndWorksAfterwards() throws {
        defer { delete() }
        let store = try store()
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { db in
            try db.beginTransaction(.immediate)
            #expect(throws: StoreError.busy) { try store.add(try request(), key: nil, by: caller) }
            #expect(try store.apps().isEmpty)
            try db.rollback()
        }
        _ = try store.add(try request(), key: nil, by: caller)
        #expect(try store.apps().count == 1)
    }

    /// Flips the bits of the first page of a table while nobody uses the file.
    private func damage(_ table: String) throws {
        let root: Int
        do {
            let database = try store().database
            root = try #require(
                try database.read {
                    try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table])
                })
            try database.inDatabase { _ = try $0.checkpoint(.truncate) }
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        for place in 4096 * (root - 1)..<4096 * root { bytes[place] ^= 0xFF }
        try bytes.write(to: URL(filePath: path))
    }

    @Test(arguments: ["installation", "apps", "apps_by_name", "secrets", "deployments", "audit_anchor"])
    func damageInWhatAStartReadsKeepsItFromStarting(_ table: String) throws {
        defer { delete() }
        try damage(table)
        let damage = #expect(throws: DamagedDatabase.self) { try store() }
        #expect(damage?.description.contains("restore a backup") == true)
    }

    /// A start that looked at them would read every page of a large file.
    @Test(arguments: ["audit", "audit_by_app", "deployment_lines", "usage_samples", "usage_minutes", "usage_hours"])
    func damageInWhatIsOnlyShownIsFoundAfterTheStart(_ table: String) throws {
        defer { delete() }
        try store().requireWholeFileSound()
        try damage(table)
        let store = try store()
        #expect(throws: DamagedDatabase.self) { try store.requireWholeFileSound() }
    }

    @Test func aDamagedFileIsNotOpened() throws {
        defer { delete() }
        do {
            let store = try store()
            try store.database.inDatabase { _ = try $0.checkpoint(.truncate) }
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        for place in 4096..<8192 { bytes[place] ^= 0xFF }
        try bytes.write(to: URL(filePath: path))
        #expect(throws: DamagedDatabase.self) { try store() }
    }
}
