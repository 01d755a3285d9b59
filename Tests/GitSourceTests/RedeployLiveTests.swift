import Foundation
import Glibc
import Model
import Ports
import Testing

@testable import GitSource

/// Many fetches of a repository that changes, from the server that `scripts/test` starts.
@Suite(.blocking, .timeLimit(.minutes(5))) final class RedeployLiveTests {
    private static let uid: UInt32 = 299_998
    private let address: String
    private let bare: String
    private let workspace = NSTemporaryDirectory() + "dcc-redeploys-" + UUID().uuidString
    private let fetcher: GitFetcher

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        let server = try #require(
            environment["DCC_TEST_GIT"], "run this with scripts/test, which starts a Git server")
        let bundle = try #require(environment["DCC_TEST_CA"])
        fetcher = GitFetcher(executable: try #require(environment["DCC_TEST_PROGRAM"]), caBundle: bundle)
        let name = "redeploys-\(UUID().uuidString.lowercased()).git"
        let state = URL(filePath: bundle).deletingLastPathComponent().deletingLastPathComponent()
        (address, bare) = ("\(server)/\(name)", state.appending(path: "git/\(name)").path)
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        chown(workspace, Self.uid, Self.uid)
        try run("git", "init", "-q", "--bare", "-b", "main", bare)
    }

    deinit {
        for folder in [workspace, bare] { try? FileManager.default.removeItem(atPath: folder) }
    }

    @discardableResult
    private func run(_ words: String..., input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        let (given, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (given, output)
        try process.run()
        given.fileHandleForWriting.write(Data(input.utf8))
        try given.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Commits one changed file beside a hundred others.
    private func publish(_ number: Int) throws {
        let stream = """
            commit refs/heads/main
            committer DCC <dcc@localhost> \(1_700_000_000 + number) +0000
            data 1
            x
            \(number == 1 ? "" : "from refs/heads/main^0\n")M 100644 inline app.py
            data <<END
            print(\(number))
            END
            \((0..<100).map { "M 100644 inline lib/module_\($0).py\ndata <<END\nvalue = \($0)\nEND\n" }.joined())
            """
        try run("git", "-c", "safe.directory=*", "-C", bare, "fast-import", "--quiet", "--force", input: stream)
        try run("chown", "-R", "www-data:", bare)
    }

    private func fetch(_ commit: CommitID? = nil, keeping kept: [CommitID]) async throws -> CommitID {
        let order = FetchOrder(
            repository: try RepositoryURL(address), reference: nil, commit: commit, retained: kept,
            admission: .anyAddress, scope: .everything(.init(name: "20261130T120000Z-1", expired: "2026")),
            workspace: workspace, uid: Self.uid)
        return try await fetcher.fetch(order) { _ in }.commit
    }

    private var packs: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: workspace + "/.git/objects/pack")) ?? []
        return names.count { $0.hasSuffix(".pack") }
    }

    @Test func packsDoNotPileUpAndOneCanGoBackToWhatIsKept() async throws {
        var commits: [CommitID] = []
        for number in 1...40 {
            try publish(number)
            commits.append(try await fetch(keeping: commits.suffix(3)))
            #expect(packs < RepositoryCompaction.mostPacks)
        }
        let kept = Array(commits.suffix(4).dropLast())
        for commit in kept + commits.suffix(1) { #expect(try await fetch(commit, keeping: kept) == commit) }
        let found = try run(
            "git", "-c", "safe.directory=*", "-C", workspace, "cat-file", "--batch-check",
            input: commits.map { $0.rawValue + "\n" }.joined())
        let missing = found.split(separator: "\n").count { $0.hasSuffix(" missing") }
        #expect(missing > commits.count - RepositoryCompaction.mostPacks)
    }
}
