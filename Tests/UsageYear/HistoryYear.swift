import Configuration
import Model
import Ports
import Foundation
import SQLiteStore

/// Writes what the apps of an installation leave in the database in a year besides their use, with retention at work after
/// each day.
///
/// Each app is deployed once a day: people redeploy what they work on several times a day, most apps not for weeks, and one
/// that is stopped for being idle starts again each morning. Each deployment has an audit entry, and so has each stop. The
/// log of an app that has run for a while is full, so a deployment keeps 500 lines, and 200 more when its container ends.
struct HistoryYear {
    private static let days = 365
    /// Days whose deployments have all their lines: no earlier one keeps any.
    private static let daysWithLines = 30
    private static let caller = Caller(
        user: "alice@example.com", role: .member, address: "192.0.2.1", request: "0123456789abcdef0123456789abcdef")

    private static let retention = RetentionConfiguration(.defaults).records

    let store: SQLiteStore
    let apps: Int64

    /// Prints `deployments` and `audit_entries`, how many were written, and for each transaction of retention
    /// `batch MILLISECONDS`.
    func write() throws {
        var all = try (1...apps).map { number in
            let added = try store.transaction(synced: false) { try $0.add(request(number), key: nil, by: Self.caller) }
            return (app: added.app, deployment: added.deployment)
        }
        for day in 1...Self.days {
            all = try store.transaction(synced: false) { transaction in
                try all.map { try redeploy($0.app, $0.deployment, on: day, transaction) }
            }
            try expire()
        }
        print("deployments", apps * Int64(Self.days + 1))
        print("audit_entries", apps * Int64(2 * Self.days + 1))
    }

    private func request(_ number: Int64) throws -> NewApp {
        NewApp(
            name: try AppName("year-\(number)"),
            settings: AppSettings(
                repository: try RepositoryURL("https://github.com/example/stable-diffusion-webui"),
                branch: try GitReference("main"), requirements: .automatic,
                startCommand: try StartCommand("python launch.py --listen --port 7860"), port: try ContainerPort(7860),
                gpus: .none))
    }

    /// Ends a deployment and its container, and opens the next.
    private func redeploy(
        _ app: App, _ deployment: Deployment, on day: Int, _ transaction: any AppTransaction
    ) throws -> (app: App, deployment: Deployment) {
        var (app, deployment) = (app, deployment)
        let digits = String(app.id * 1000 + Int64(day))
        app.commit = CommitID(String(repeating: "0", count: 40 - digits.count) + digits)
        deployment.commit = app.commit
        deployment.commitInfo = CommitInfo(
            subject: "Show seeds beside each picture", author: "Ann Example", secondsSince1970: 1_700_000_000)
        deployment.image = "sha256:" + String(repeating: "0a", count: 32)
        deployment.steps = [Step.clone, .inspect, .install, .place, .start, .health].map {
            StepTiming(step: $0, startedAt: .now, seconds: 12.345678)
        }
        deployment.outcome = day % 10 == 0 ? .failed : .succeeded
        deployment.finishedAt = .now
        let isFull = day > Self.days - Self.daysWithLines
        try transaction.close(deployment, of: app, lines: lines(isFull ? 500 : 10, day))
        try transaction.endRun(of: deployment, lines: lines(isFull ? 200 : 10, day))
        try transaction.save(app, asked: "stop", by: Self.caller)
        return (app, try transaction.open([Opening(.redeploy, of: app)], by: Self.caller)[0])
    }

    private func lines(_ count: Int, _ day: Int) -> [LogLine] {
        (1...count).map { number in
            LogLine(
                sequence: 700 * day + number, time: .now, source: .app,
                text:
                    "INFO:     192.0.2.1:\(40_000 + number) - \"GET /queue/data?session_hash=\(day)x HTTP/1.1\" 200 OK")
        }
    }

    private func expire() throws {
        for subject in try store.retentionSubjects() {
            var count = 1
            while count > 0 {
                let spent = try UsageYear.time {
                    count = try store.expire(subject, under: Self.retention, now: .now)
                }
                if count > 0 { print("batch", spent) }
            }
        }
    }
}
