import CGit2
import Foundation
import Model
import Testing

@testable import GitSource

/// Repositories made with `git`, as a hundred fetches leave them: one pack each.
@Suite(.serialized, .blocking) final class RepositoryCompactionTests {
    private let folder = NSTemporaryDirectory() + "dcc-compaction-\(UUID().uuidString)"
    private var packs: String { folder + "/.git/objects/pack" }

    init() throws {
        git_libgit2_init()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try git("init", "-q", "-b", "main")
    }

    deinit {
        git_libgit2_shutdown()
        try? FileManager.default.removeItem(atPath: folder)
    }

    @discardableResult
    private func git(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/git")
        process.arguments =
            ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "gc.auto=0"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GitFailure.unknown(arguments.joined(separator: " ")) }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Commits, each without history and in a pack of its own; `HEAD` is the newest. Each changes one file of two and
    /// adds 20 KB that no other has.
    private func fetches(_ count: Int) throws -> [CommitID] {
        try (1...count).map { number in
            var noise = Data()
            for _ in 0..<2500 { withUnsafeBytes(of: UInt64.random(in: 0 ... .max)) { noise.append(contentsOf: $0) } }
            try noise.write(to: URL(filePath: folder + "/model.bin"))
            try "version \(number)\n".write(toFile: folder + "/app.py", atomically: false, encoding: .utf8)
            try FileManager.default.createDirectory(atPath: folder + "/lib", withIntermediateDirectories: true)
            try "same\n".write(toFile: folder + "/lib/same.py", atomically: false, encoding: .utf8)
            try git("add", "-A")
            let tree = try git("write-tree")
            let commit = try git("commit-tree", tree, "-m", "version \(number)")
            try git("update-ref", "--no-deref", "HEAD", commit)
            try git("repack", "-q", "-d")
            try (shallow() + [commit]).joined(separator: "\n").appending("\n")
                .write(toFile: folder + "/.git/shallow", atomically: false, encoding: .utf8)
            return try #require(CommitID(commit))
        }
    }

    private func shallow() -> [String] {
        ((try? String(contentsOfFile: folder + "/.git/shallow", encoding: .utf8)) ?? "").split(separator: "\n").map(
            String.init)
    }

    private func packNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: packs).filter { $0.hasSuffix(".pack") }
    }

    private func bytes() throws -> Int {
        try packNames().reduce(0) {
            try $0 + (FileManager.default.attributesOfItem(atPath: packs + "/" + $1)[.size] as? Int ?? 0)
        }
    }

    private func compact(keeping commits: [CommitID], shortens: Bool = false) throws {
        var repository: OpaquePointer?
        try #require(git_repository_open(&repository, folder) == 0)
        defer { git_repository_free(repository) }
        RepositoryCompaction(of: try #require(repository), in: folder, shortens: shortens).run(keeping: commits)
    }

    private func isWhole(_ commit: CommitID) -> Bool {
        (try? git("archive", "--format=tar", "-o", "/dev/null", commit.rawValue)) != nil
    }

    @Test func aHundredFetchesLeaveOnePackWithWhatIsKept() throws {
        let commits = try fetches(100)
        let before = try bytes()
        let kept = Array(commits.suffix(11).dropLast())
        try compact(keeping: kept)
        #expect(try packNames().count == 1)
        // Of 100 versions, 11 are left.
        #expect(try bytes() < before / 8)
        for commit in kept + commits.suffix(1) { #expect(isWhole(commit)) }
        for commit in commits.prefix(89) { #expect((try? git("cat-file", "-e", commit.rawValue)) == nil) }
        #expect(Set(shallow()) == Set(commits.suffix(11).map(\.rawValue)))
        try git("fsck", "--strict")
    }

    @Test func fewPacksStayAsTheyAre() throws {
        let commits = try fetches(RepositoryCompaction.mostPacks - 1)
        let before = try packNames()
        try compact(keeping: [])
        #expect(try Set(packNames()) == Set(before) && isWhole(commits[0]))
    }

    @Test func whatTheAppsOwnBranchesAndTagsNeedIsKept() throws {
        let commits = try fetches(20)
        try git("branch", "mine", commits[2].rawValue)
        try git("tag", "-a", "v1", "-m", "one", commits[5].rawValue)
        let child = try git("commit-tree", "\(commits[7].rawValue)^{tree}", "-p", commits[8].rawValue, "-m", "child")
        try git("branch", "child", child)
        try compact(keeping: [])
        for commit in [2, 5, 8, 19].map({ commits[$0] }) + [try #require(CommitID(child))] { #expect(isWhole(commit)) }
        #expect(!isWhole(commits[10]))
        try git("fsck", "--strict")
    }

    @Test func aRepositoryWithItsHistoryKeepsAllOfIt() throws {
        let commits = try fetches(20)
        try FileManager.default.removeItem(atPath: folder + "/.git/shallow")
        try compact(keeping: [])
        #expect(try packNames().count == 1)
        for commit in commits { #expect(isWhole(commit)) }
    }

    @Test func afterARollbackTheHistoryEndsWhereItsParentsAreGone() throws {
        let commits = try fetches(2)
        let gone = String(repeating: "1", count: 40)
        let text = try git("cat-file", "commit", commits[0].rawValue).replacing(
            "\nauthor", with: "\nparent \(gone)\nauthor")
        try text.appending("\n").write(toFile: folder + "/commit", atomically: false, encoding: .utf8)
        let rolledBack = try git("hash-object", "-t", "commit", "-w", folder + "/commit")
        try rolledBack.write(toFile: folder + "/.git/HEAD", atomically: false, encoding: .utf8)
        #expect((try? git("log", "HEAD")) == nil)
        try compact(keeping: [])
        #expect(try git("log", "--format=%H", "HEAD") == rolledBack)
    }

    @Test func historyThatTheServerNeedNotHaveSentGoes() throws {
        let commits = try fetches(20)
        try FileManager.default.removeItem(atPath: folder + "/.git/shallow")
        try compact(keeping: [commits[17]], shortens: true)
        #expect(isWhole(commits[17]) && isWhole(commits[19]) && !isWhole(commits[10]))
        #expect(
            Set(shallow())
                == Set([commits[17], commits[19]].map(\.rawValue) + shallow().filter { $0 == commits[0].rawValue }))
    }

    @Test func aPackThatIsMarkedToBeKeptStays() throws {
        let commits = try fetches(20)
        let marked = try packNames()[3]
        try Data().write(to: URL(filePath: packs + "/" + marked.replacing(".pack", with: ".keep")))
        try compact(keeping: [])
        #expect(try packNames().contains(marked) && packNames().count <= 3 && isWhole(commits[19]))
    }

    @Test(arguments: ["pack", "idx"])
    func aDamagedRepositoryIsLeftAlone(_ damaged: String) throws {
        _ = try fetches(20)
        let earlier = try packNames()
        _ = try fetches(1)
        let all = try packNames()
        let newest = try #require(all.first { !earlier.contains($0) }).replacing(".pack", with: "." + damaged)
        let path = packs + "/" + newest
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try Data("damaged".utf8).write(to: URL(filePath: path))
        try compact(keeping: [])
        #expect(try Set(packNames()) == Set(all))
    }

    @Test func unfinishedPacksOfInterruptedFetchesAreDeletedAfterAnHour() throws {
        _ = try fetches(1)
        for (name, age) in [("pack_git2_old", 7200.0), ("pack_git2_new", 60), ("tmp_pack_x", 7200)] {
            try Data([1]).write(to: URL(filePath: packs + "/" + name))
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now.addingTimeInterval(-age)], ofItemAtPath: packs + "/" + name)
        }
        try compact(keeping: [])
        let left = try FileManager.default.contentsOfDirectory(atPath: packs).filter { $0.contains("_") }
        #expect(left.sorted() == ["pack_git2_new", "tmp_pack_x"])
    }
}
