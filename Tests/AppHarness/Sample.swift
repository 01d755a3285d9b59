package import Model
package import Operations
import Foundation
import Logging

/// Default values for tests.
package enum Sample {
    /// - Parameter port: nil for an app that listens nowhere.
    package static func settings(gpus: Int = 0, port: Int? = 7860) throws -> AppSettings {
        AppSettings(
            repository: try RepositoryURL("https://github.com/owner/project"),
            startCommand: try StartCommand("python app.py"), port: try port.map { try ContainerPort($0) },
            gpus: GPURequest(count: try GPUCount(gpus)))
    }

    package static func app(
        _ name: String = "demo", state: AppState = .running, owner: String = "alice"
    ) throws -> App {
        App(
            id: 1, name: try AppName(name), settings: try settings(), owner: owner, uid: 200_001, hostPort: 20_000,
            desired: .running, state: state, createdAt: .now, changedAt: .now)
    }

    package static let caller = Caller(user: "alice", role: .member, address: "192.0.2.1")
    package static let limits = StepLimits(
        clone: .seconds(900), pull: .seconds(3600), image: .seconds(1800), install: .seconds(3600),
        start: .seconds(120),
        health: .seconds(1800))
    package static let commit = CommitID(String(repeating: "a", count: 40))!
    package static let newerCommit = CommitID(String(repeating: "b", count: 40))!
}

/// A folder that is deleted with the test.
package final class ScratchFolder {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "dcc-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
