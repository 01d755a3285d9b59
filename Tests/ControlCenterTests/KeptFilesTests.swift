import AppHarness
import ControlCenter
import Foundation
import LiveState
@testable import Model
import Operations
import Ports
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct KeptFilesTests {
    private let kept = KeptFiles(folder: ".dcc/kept/20261130T120000Z-2", count: 2, paths: ["config.json", "out/1.png"])

    @Test func whatACheckoutMovedAsideIsNamedInTheLogAndOnTheDeployment() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.source.keep(kept)
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        let deployments = try house.store.deployments(of: house.app(name).id, limit: 5)
        #expect(deployments.map(\.keptFiles) == [kept, nil])
        #expect(house.board.app(name)?.contains(#""kept_files":{"count":2,"folder":".dcc"#) == true)
        let words =
            "Moved 2 files aside that the app had changed or added: config.json, out/1.png. For 30 days they are in "
            + ".dcc/kept/20261130T120000Z-2 of the app's folder."
        #expect(house.logs.all(of: name, source: .clone).contains { $0.text == words })
    }

    @Test func allCheckoutsOfADeploymentHaveOneFolderAndKnowTheCommitBefore() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        house.source.publish(Sample.newerCommit)
        house.host.fail("install", with: StepFailure(code: "oops", message: "It broke.", hint: ""))
        try await house.service.deploy(try house.app(name), .redeploy, by: Sample.caller)
        try await house.until(name, is: .running)
        let orders = house.source.orders
        #expect(orders.map(\.commit) == [nil, nil, Sample.commit])
        #expect(orders.map(\.written) == [nil, Sample.commit, Sample.newerCommit])
        let names = orders.map { order in
            if case .everything(let keeping) = order.scope { keeping.name } else { "" }
        }
        #expect(names[1] == names[2] && names[0] != names[1])
        #expect(names[1].wholeMatch(of: /20[0-9]{6}T[0-9]{6}Z-2/) != nil)
    }

    /// A kill or a cancellation in the middle of a checkout leaves files of another commit than the one on record.
    @Test(
        arguments: [
            (Sample.newerCommit.rawValue, true), ("", true), (Sample.commit.rawValue, false), (nil, false),
        ] as [(String?, Bool)])
    func aStartFinishesACheckoutThatWasInterrupted(_ reference: String?, _ isRepeated: Bool) async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        try await house.service.stop(try house.app(name), by: Sample.caller)
        try await house.until(name, is: .stopped)
        if let reference {
            let folder = "\(house.folder.path)/\(name)/.git/refs/dcc"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try "\(reference)\n".write(toFile: "\(folder)/checkout", atomically: false, encoding: .utf8)
        }
        try await house.service.deploy(try house.app(name), .start, by: Sample.caller)
        try await house.until(name, is: .running)
        #expect(house.source.orders.map(\.commit) == [nil] + (isRepeated ? [Sample.commit] : []))
        #expect(try house.app(name).commit == Sample.commit)
    }

    @Test(
        arguments: [
            (1, ["a"], "Moved 1 file aside that the app had changed or added: a"),
            (
                6, ["a", "b", "c", "d", "e", "f"],
                "Moved 6 files aside that the app had changed or added: a, b, c, d, e, …"
            ),
            (10_000, ["a"], "Moved more than 10000 files aside that the app had changed or added: a, …"),
        ])
    func saysHowMany(_ count: Int, _ paths: [String], _ words: String) {
        #expect(KeptFiles(folder: "x", count: count, paths: paths).words == words)
    }
}
