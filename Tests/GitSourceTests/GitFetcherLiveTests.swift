import Model
import Ports
import Foundation
import Glibc
import Synchronization
import Testing

@testable import GitSource

/// Runs against a real Git server over HTTPS on loopback, with the real child process. `scripts/test` starts the
/// server.
@Suite(.blocking, .timeLimit(.minutes(2))) struct GitFetcherLiveTests {
    private static let uid: UInt32 = 299_999
    private let server: String
    private let folder: String
    private let fetcher: GitFetcher

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        server = try #require(environment["DCC_TEST_GIT"], "run this with scripts/test, which starts a Git server")
        fetcher = GitFetcher(
            executable: try #require(environment["DCC_TEST_PROGRAM"]),
            caBundle: try #require(environment["DCC_TEST_CA"]))
        folder = NSTemporaryDirectory() + "dcc-git-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chown(folder, Self.uid, Self.uid)
    }

    private func order(
        _ path: String, branch: String? = nil, commit: CommitID? = nil,
        _ admission: RepositoryHosts.Admission = .anyAddress
    ) throws -> FetchOrder {
        FetchOrder(
            repository: try RepositoryURL("\(server)/\(path)"), reference: try branch.map { try GitReference($0) },
            commit: commit,
            admission: admission, scope: .everything(.init(name: "20261130T120000Z-1", expired: "2026")),
            workspace: folder, uid: Self.uid)
    }

    private func failure(_ order: FetchOrder, _ fetcher: GitFetcher? = nil) async -> String? {
        do {
            _ = try await (fetcher ?? self.fetcher).fetch(order) { _ in }
            return nil
        } catch let failure as StepFailure {
            return failure.code
        } catch {
            return "\(error)"
        }
    }

    @Test func checksOutTheDefaultBranchAsTheAppsOwnUser() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let progress = Mutex<[FetchProgress]>([])
        let commit = try await fetcher.fetch(try order("sample-app.git")) { counts in
            progress.withLock { $0.append(counts) }
        }.commit
        #expect(try headCommit() == commit.rawValue)
        var status = stat()
        #expect(stat(folder + "/app.py", &status) == 0)
        #expect(status.st_uid == Self.uid)
        #expect(progress.withLock { $0.last?.receivedObjects ?? 0 } > 0)
        #expect(FileManager.default.fileExists(atPath: folder + "/.git/shallow"))
    }

    @Test func fetchingAgainKeepsWhatTheAppWrote() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await fetcher.fetch(try order("sample-app.git")) { _ in }.commit
        try "model".write(toFile: folder + "/model.bin", atomically: false, encoding: .utf8)
        try "changed".write(toFile: folder + "/app.py", atomically: false, encoding: .utf8)
        chown(folder + "/app.py", Self.uid, Self.uid)
        let second = try await fetcher.fetch(try order("sample-app.git")) { _ in }
        #expect(second.commit == first && second.kept?.paths == ["app.py"])
        let kept = folder + "/" + (second.kept?.folder ?? "") + "/app.py"
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "changed")
        #expect(try String(contentsOfFile: folder + "/model.bin", encoding: .utf8) == "model")
        #expect(try String(contentsOfFile: folder + "/app.py", encoding: .utf8) != "changed")
        #expect(try await fetcher.fetch(try order("sample-app.git", commit: first)) { _ in }.commit == first)
    }

    @Test func aCommitIsFetchedByItsIDAndTellsWhatItSays() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let newest = try await fetcher.fetch(try order("sample-app.git")) { _ in }
        #expect(newest.info?.subject == "Publish sample-app" && newest.info?.author == "DCC")
        #expect(abs(newest.info?.date.timeIntervalSinceNow ?? 1e9) < 86_400)
        try FileManager.default.removeItem(atPath: folder + "/.git")
        let again = try await fetcher.fetch(try order("sample-app.git", branch: newest.commit.rawValue)) { _ in }
        #expect(again.commit == newest.commit && again.info == newest.info)
    }

    @Test func aWorkspacesOwnConfigurationSendsUsNowhere() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await fetcher.fetch(try order("sample-app.git")) { _ in }
        let outside = folder + "-outside"
        let hostile = """

            [core]
                worktree = \(outside)
            [url "https://localhost:1/"]
                insteadOf = \(server)/
            [http]
                proxy = http://localhost:1/
                sslVerify = false
            """
        let configuration = folder + "/.git/config"
        try (try String(contentsOfFile: configuration, encoding: .utf8) + hostile)
            .write(toFile: configuration, atomically: false, encoding: .utf8)
        #expect(await failure(try order("sample-app.git")) == nil)
        #expect(!FileManager.default.fileExists(atPath: outside))
    }

    @Test(
        arguments: [
            ("nothing-here.git", nil, "repository_not_found"), ("sample-app.git", "no-such-branch", "ref_missing"),
        ] as [(String, String?, String)])
    func namesWhatIsWrong(_ path: String, _ branch: String?, _ code: String) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(await failure(try order(path, branch: branch)) == code)
    }

    @Test func aPrivateAddressIsRefusedWhereItIsConnectedTo() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(await failure(try order("sample-app.git", .publicAddressOnly)) == "repository_address")
    }

    @Test func aCertificateOfAnUnknownAuthorityIsRefused() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = try #require(ProcessInfo.processInfo.environment["DCC_TEST_PROGRAM"])
        let strict = GitFetcher(executable: program, caBundle: "/etc/ssl/certs/ca-certificates.crt")
        #expect(await failure(try order("sample-app.git"), strict) == "repository_tls")
    }

    @Test func aRepositoryOverTheSizeLimitIsGivenUp() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var limits = FetchLimits()
        limits.bytes = 100
        let environment = ProcessInfo.processInfo.environment
        let strict = GitFetcher(
            executable: try #require(environment["DCC_TEST_PROGRAM"]),
            caBundle: try #require(environment["DCC_TEST_CA"]),
            limits: limits)
        #expect(await failure(try order("sample-app.git"), strict) == "repo_too_large")
    }

    /// What a crash or the app may leave of the local repository.
    private static let damages: [(String, @Sendable (String) throws -> Void)] = [
        ("a stale lock", { try "".write(toFile: $0 + "/index.lock", atomically: false, encoding: .utf8) }),
        (
            "a lock of a reference",
            { git in
                try "".write(toFile: git + "/refs/dcc/checkout.lock", atomically: false, encoding: .utf8)
            }
        ),
        ("an empty HEAD", { try "".write(toFile: $0 + "/HEAD", atomically: false, encoding: .utf8) }),
        ("no HEAD", { try FileManager.default.removeItem(atPath: $0 + "/HEAD") }),
        (
            "a folder as HEAD",
            { git in
                try FileManager.default.removeItem(atPath: git + "/HEAD")
                try FileManager.default.createDirectory(atPath: git + "/HEAD", withIntermediateDirectories: true)
            }
        ),
        ("an empty index", { try "".write(toFile: $0 + "/index", atomically: false, encoding: .utf8) }),
        (
            "an empty reference",
            { git in
                try "".write(toFile: git + "/refs/remotes/origin/dcc", atomically: false, encoding: .utf8)
                try "".write(toFile: git + "/refs/dcc/checkout", atomically: false, encoding: .utf8)
            }
        ),
        (
            "packed references that are none",
            { git in
                try "nonsense".write(toFile: git + "/packed-refs", atomically: false, encoding: .utf8)
            }
        ),
        (
            "a configuration that is none",
            { git in
                try "[nonsense".write(toFile: git + "/config", atomically: false, encoding: .utf8)
            }
        ),
        (
            "objects that are empty",
            { git in
                for name in try FileManager.default.subpathsOfDirectory(atPath: git + "/objects") {
                    let path = git + "/objects/" + name
                    if !path.hasSuffix(".pack"), !path.hasSuffix(".idx") { continue }
                    chmod(path, 0o644)
                    try "".write(toFile: path, atomically: false, encoding: .utf8)
                }
            }
        ),
        (
            "a file in its place",
            { git in
                try FileManager.default.removeItem(atPath: git)
                try "gitdir: /nowhere".write(toFile: git, atomically: false, encoding: .utf8)
            }
        ),
        ("nothing", { try FileManager.default.removeItem(atPath: $0) }),
    ]

    @Test(arguments: damages.map(\.0)) func noDamageOfTheLocalRepositoryKeepsFromDeploying(_ damage: String)
        async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try await fetcher.fetch(try order("sample-app.git")) { _ in }.commit
        try "model".write(toFile: folder + "/model.bin", atomically: false, encoding: .utf8)
        try Self.damages.first { $0.0 == damage }?.1(folder + "/.git")
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            lchown(folder + "/" + path, Self.uid, Self.uid)
        }
        for commit in [nil, first] {
            #expect(try await fetcher.fetch(try order("sample-app.git", commit: commit)) { _ in }.commit == first)
        }
        #expect(try headCommit() == first.rawValue)
        #expect(try String(contentsOfFile: folder + "/model.bin", encoding: .utf8) == "model")
    }

    private func headCommit() throws -> String {
        try String(contentsOfFile: folder + "/.git/HEAD", encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }
}
