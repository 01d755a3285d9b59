import Model
import Ports
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite struct RetentionTests {
    private let store: SQLiteStore
    private let caller = Caller(user: "alice", role: .member, address: "192.0.2.1")
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        store = try SQLiteStore(path: nil, box: SecretBox(), ports: 20_000...20_999)
    }

    private func app(_ name: String, key: String? = nil) throws -> App {
        let settings = AppSettings(
            repository: try RepositoryURL("https://github.com/a/b"), branch: nil, requirements: .automatic,
            startCommand: try StartCommand("python app.py"), port: try ContainerPort(7860), gpus: .none)
        let request = NewApp(name: try AppName(name), settings: settings)
        let added = try store.add(request, key: key.flatMap(IdempotencyKey.init), by: caller)
        if key == nil { try sql("DELETE FROM deployments WHERE app_id = \(added.app.id)") }
        return added.app
    }

    private func sql(_ text: String, _ arguments: StatementArguments = []) throws {
        try store.database.write { try $0.execute(sql: text, arguments: arguments) }
    }

    private func ids(_ text: String) throws -> [Int64] { try store.database.read { try Int64.fetchAll($0, sql: text) } }

    /// Deployments with the IDs from 1 on, newest last.
    /// - Parameter all: days ago, outcome, and commit, as one character repeated.
    private func deployments(of app: App, _ all: [(Double, String?, Character)]) throws {
        for (number, (days, outcome, commit)) in all.enumerated() {
            try sql(
                """
                INSERT INTO deployments (id, app_id, reason, requested_by, started_at, outcome, commit_id, gpus)
                VALUES (?, ?, 'redeploy', 'alice', ?, ?, ?, '[]')
                """,
                [
                    1000 * app.id + Int64(number) + 1, app.id, now.addingTimeInterval(-86_400 * days), outcome,
                    String(repeating: commit, count: 40),
                ])
            try sql(
                "INSERT INTO deployment_lines (deployment_id, lines) VALUES (?, '[]')",
                [1000 * app.id + Int64(number) + 1])
        }
    }

    @discardableResult
    private func sweep(_ retention: Retention = Retention.test(), at time: Date? = nil) throws -> Int {
        var deleted = 0
        for subject in try store.retentionSubjects() {
            while case let count = try store.expire(subject, under: retention, now: time ?? now), count > 0 {
                deleted += count
            }
        }
        return deleted
    }

    private func kept(of app: App) throws -> [Int64] {
        try ids("SELECT id FROM deployments WHERE app_id = \(app.id) ORDER BY id").map { $0 - 1000 * app.id }
    }

    @Test(
        arguments: [
            ([(1, "failed", "a"), (1, "failed", "a"), (1, "failed", "a")], 2, 30, [2, 3]),
            ([(90, "failed", "a"), (40, "failed", "a"), (1, "failed", "a")], 9, 30, [3]),
            // The newest, however old it is, and one that is under way.
            ([(90, "failed", "a"), (80, nil, "a"), (40, "failed", "a")], 9, 30, [2, 3]),
            // The last three that succeeded.
            (
                [(9, "succeeded", "a"), (8, "succeeded", "a"), (7, "succeeded", "a"), (6, "succeeded", "a")]
                    + [(5, "failed", "b"), (4, "failed", "b")], 1, 30, [2, 3, 4, 6]
            ),
            // The newest success of each commit.
            (
                [(90, "succeeded", "a"), (89, "succeeded", "a"), (88, "failed", "b"), (80, "succeeded", "c")]
                    + [(4, "succeeded", "d"), (3, "succeeded", "d"), (2, "succeeded", "d")], 1, 30, [2, 4, 5, 6, 7]
            ),
        ] as [([(Double, String?, Character)], Int, Int, [Int64])])
    func deploymentsGoByNumberAndAgeButNotWhatAnAppNeeds(
        _ all: [(Double, String?, Character)], _ most: Int, _ days: Int, _ expected: [Int64]
    ) throws {
        let app = try app("demo")
        try deployments(of: app, all)
        try sweep(Retention.test(deployments: most, deploymentDays: days))
        #expect(try kept(of: app) == expected)
        #expect(
            try ids(
                "SELECT deployment_id FROM deployment_lines WHERE deployment_id NOT IN (SELECT id FROM deployments)")
                == [])
    }

    @Test func rollbackOffersTheTenNewestCommitsThatRan() throws {
        let app = try app("demo")
        let commits = Array("0123456789abcdef")
        try deployments(of: app, commits.map { (400, "succeeded", $0) } + (0..<50).map { _ in (1, "failed", "0") })
        try sweep(Retention.test(deployments: 40))
        #expect(try kept(of: app) == Array(7...16) + Array(27...66))
        let offered = Set(try store.deployedCommits(of: app.id).compactMap(\.rawValue.first))
        #expect(offered == Set(commits.suffix(10) + ["0"]))
        #expect(try store.lastGoodDeployment(of: app.id)?.commit?.rawValue.first == "f")
    }

    @Test func linesGoBeforeTheirDeploymentsButNotThoseOfTheRunningOneAndTheNewestFailure() throws {
        let app = try app("demo")
        try deployments(
            of: app,
            [(9, "failed", "a"), (8, "failed", "a"), (7, "succeeded", "a"), (6, "succeeded", "a")]
                + (1...4).map { _ in (1, "cancelled", "a") })
        try sweep(Retention.test(logs: 2))
        #expect(try kept(of: app) == Array(1...8))
        #expect(try ids("SELECT deployment_id - \(1000 * app.id) FROM deployment_lines ORDER BY 1") == [2, 4, 7, 8])
    }

    @Test func aRemovedAppLosesItsLinesAtOnceAndItselfLaterAndItsUserIsNeverGivenAgain() throws {
        let (first, second) = (try app("first"), try app("second"))
        for app in [first, second] {
            try deployments(of: app, [(3, "succeeded", "a"), (2, "failed", "b")])
            try store.remove(
                app, receipt: RemovalReceipt(containers: 0, networks: 0, workspaceBytes: 0, hostPort: app.hostPort),
                by: caller)
        }
        try sql("UPDATE apps SET removed_at = ?", [now.addingTimeInterval(-86_400 * 10)])
        try sweep(Retention.test(removedAppDays: 11))
        #expect(try ids("SELECT deployment_id FROM deployment_lines") == [])
        #expect(try kept(of: first) == [1, 2] && kept(of: second) == [1, 2])
        try sweep(Retention.test(removedAppDays: 9))
        #expect(try ids("SELECT id FROM deployments") == [])
        #expect(try ids("SELECT id FROM apps") == [second.id])
        let third = try app("third")
        #expect(third.uid == second.uid + 1 && third.id > second.id)
    }

    @Test func keysGoAfterSomeHoursAndUntilThenKeepWhatTheyReferTo() throws {
        let app = try app("demo", key: "k-1")
        try deployments(of: app, (1...20).map { _ in (0, "succeeded", "a") })
        let created = try #require(
            try store.database.read { try Date.fetchOne($0, sql: "SELECT created_at FROM idempotency_keys") })
        try sql("UPDATE deployments SET outcome = 'failed' WHERE id < 1000")
        try sweep(Retention.test(deployments: 10), at: created.addingTimeInterval(23 * 3600))
        #expect(try ids("SELECT count(*) FROM idempotency_keys") == [1])
        #expect(try ids("SELECT count(*) FROM deployments") == [11])
        try sweep(Retention.test(deployments: 10), at: created.addingTimeInterval(25 * 3600))
        #expect(try ids("SELECT count(*) FROM idempotency_keys") == [0])
        #expect(try ids("SELECT count(*) FROM deployments") == [10])
    }

    @Test func freedPagesAreUsedAgain() throws {
        let app = try app("demo")
        let pages = { try ids("PRAGMA page_count")[0] }
        func fill() throws {
            try sql("DELETE FROM deployment_lines")
            try sql("DELETE FROM deployments")
            try deployments(of: app, (1...40).map { _ in (1, "failed", "a") })
            try sql("UPDATE deployment_lines SET lines = hex(zeroblob(50000))")
        }
        try fill()
        let full = try pages()
        for _ in 1...3 {
            try sweep(Retention.test(deployments: 10, logs: 1))
            try sql("DELETE FROM deployment_lines")
            try sql("DELETE FROM deployments")
            try fill()
        }
        #expect(try pages() <= full + full / 50)
    }

    @Test func onlyAFewMillisecondsOfWorkAreDoneAtOnce() throws {
        let app = try app("demo")
        try deployments(of: app, (1...400).map { _ in (1, "failed", "a") })
        try sql("UPDATE deployment_lines SET lines = hex(zeroblob(50000))")
        var batches: [Duration] = []
        let clock = ContinuousClock()
        var count = 1
        while count > 0 {
            batches.append(
                try clock.measure { count = try store.expire(.history(app: app.id), under: Retention.test(), now: now) }
            )
        }
        #expect(batches.count > 360 / 50 + 1)
        #expect(batches.sorted()[batches.count / 2] < .milliseconds(20))
        #expect(try kept(of: app).count == 40)
    }
}

@Suite struct LinesColumnTests {
    private func lines(_ count: Int, bytes: Int) -> [LogLine] {
        (1...count).map {
            LogLine(
                sequence: $0, time: Date(timeIntervalSince1970: 1_800_000_000.125), source: .app,
                text: String(repeating: "x", count: bytes))
        }
    }

    @Test func usualLinesAreStoredAsTheyAre() throws {
        let lines = lines(500, bytes: 100)
        #expect(try LinesColumn.lines(try LinesColumn.json(lines)) == lines)
    }

    @Test func ofLinesThatAreTooLongTogetherTheNewestAreStored() throws {
        let json = try LinesColumn.json(lines(500, bytes: 8000))
        #expect(json.utf8.count <= LinesColumn.byteCapacity && json.utf8.count > LinesColumn.byteCapacity - 16_384)
        let stored = try LinesColumn.lines(json).map(\.sequence)
        #expect(stored == Array((501 - stored.count)...500))
    }
}
