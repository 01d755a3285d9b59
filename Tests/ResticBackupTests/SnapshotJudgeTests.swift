import Model
import Testing

@testable import ResticBackup

@Suite struct SnapshotJudgeTests {
    private static let above = ["/var", "/var/lib", "/var/lib/dcc", "/var/lib/dcc/backup"]

    private func judge(_ entries: [SnapshotEntry], maximumFiles: Int = 100) -> SnapshotJudge {
        var judge = SnapshotJudge(
            paths: BackupPaths(staged: "/var/lib/dcc/backup/staged", workspaces: "/opt/dockerstore"),
            maximumFiles: maximumFiles)
        for entry in entries { judge.visit(entry) }
        return judge
    }

    private func entry(_ path: String, _ type: String = "file", mode: UInt32 = 0o644) -> SnapshotEntry {
        SnapshotEntry(path: path, type: type, size: type == "file" ? 10 : nil, mode: mode)
    }

    private func codes(_ entries: [SnapshotEntry]) -> [String] {
        judge(entries).objections.map(\.failure.code)
    }

    @Test func aBackupOfOursIsAccepted() {
        let judge = judge(
            [entry("/opt", "dir"), entry("/opt/dockerstore", "dir"), entry("/opt/dockerstore/demo", "dir")]
                + [entry("/opt/dockerstore/demo/app.py"), entry("/opt/dockerstore/demo/link", "symlink")]
                + Self.above.map { entry($0, "dir") } + [entry("/var/lib/dcc/backup/staged", "dir")]
                + BackupPaths.stagedFiles.sorted().map { entry("/var/lib/dcc/backup/staged/\($0)") })
        #expect(judge.objections == [])
        #expect(judge.staged == BackupPaths.stagedFiles)
        #expect(judge.entriesOfApp == ["demo": 3])
        #expect(judge.bytes == 60)
    }

    @Test func oneAppTakesTheRoomOfItsOwnFilesAndTheStagedOnes() {
        let judge = judge(
            [entry("/opt/dockerstore/demo/a"), entry("/opt/dockerstore/demo/b"), entry("/opt/dockerstore/other/a")]
                + [entry("/var/lib/dcc/backup/staged/dcc.db")])
        #expect((judge.bytes, judge.bytes(of: "demo"), judge.bytes(of: "other")) == (40, 30, 20))
    }

    @Test func sizesThatAddUpToMoreThanThereCanBeAreNoWayOut() {
        let huge = ["a", "b"].map {
            SnapshotEntry(path: "/opt/dockerstore/demo/\($0)", type: "file", size: .max, mode: 0o644)
        }
        #expect((judge(huge).bytes, judge(huge).bytes(of: "demo")) == (.max, .max))
    }

    @Test(
        "archive-001, archive-011: names that point elsewhere or are not plain text",
        arguments: [
            "/opt/dockerstore/demo/../../../etc/cron.d/evil", "../../etc/cron.d/evil", "/etc/cron.d/evil",
            "/opt/dockerstore/demo//x", "/opt/dockerstore/demo/.", "/opt/dockerstore/demo/a\nb",
            "/opt/dockerstore/demo/\u{1B}[2J", "/opt/dockerstore/demo/\u{FFFD}", "/opt/dockerstore/demo/\u{7F}",
            "/opt/dockerstore/Demo/x", "/opt/dockerstore/.dcc-restoring/x", "/opt/dockerstoreroom/x",
            "/var/lib/dcc/backup/staged/other", "/var/lib/dcc/secrets.key",
        ])
    func aPathElsewhereIsRefused(_ path: String) {
        #expect(codes([entry(path)]) == ["archive_path"])
    }

    @Test("archive-006: not a regular file", arguments: ["fifo", "dev", "chardev", "socket", "irregular", ""])
    func aSpecialFileIsRefused(_ type: String) {
        #expect(codes([entry("/opt/dockerstore/demo/x", type)]) == ["archive_type"])
    }

    @Test func rightsOfAnotherAreRefusedOnFilesAlone() {
        let setuid: UInt32 = 1 << 23
        let setgid: UInt32 = 1 << 22
        #expect(codes([entry("/opt/dockerstore/demo/x", mode: setuid)]) == ["archive_type"])
        #expect(codes([entry("/opt/dockerstore/demo/x", mode: setgid)]) == ["archive_type"])
        #expect(codes([entry("/opt/dockerstore/demo/x", "dir", mode: setgid)]) == [])
    }

    @Test(arguments: ["/opt", "/opt/dockerstore", "/opt/dockerstore/demo", "/var/lib/dcc/backup/staged"])
    func aLinkInPlaceOfAFolderOfOursIsRefused(_ path: String) {
        #expect(codes([entry(path, "symlink")]) == ["archive_type"])
    }

    @Test("archive-004: a link, followed by a folder with the same name that contains a file")
    func aNameThatComesTwiceIsRefused() {
        let entries = [
            entry("/opt/dockerstore/demo/x", "symlink"), entry("/opt/dockerstore/demo/x", "dir"),
            entry("/opt/dockerstore/demo/x/passwd"),
        ]
        #expect(codes(entries) == ["archive_path"])
        #expect(codes([entry("/opt/dockerstore/demo/b"), entry("/opt/dockerstore/demo/a")]) == ["archive_path"])
    }

    @Test("archive-009: one app with more files than the limit, beside one below it")
    func anAppWithTooManyFilesIsRefusedOnce() {
        let many = ["demo", "neighbour"].flatMap { app in (10...20).map { entry("/opt/dockerstore/\(app)/\($0)") } }
        #expect(judge(many, maximumFiles: 11).objections == [])
        let objections = judge(many + [entry("/opt/dockerstore/neighbour/21")], maximumFiles: 11).objections
        #expect(objections.map(\.path) == ["/opt/dockerstore/neighbour"])
        #expect(objections.map(\.failure.code) == ["archive_too_many"])
    }

    @Test func onlyTheTwoFoldersOfABackupMakeOne() throws {
        let paths = try BackupPaths(of: ["/opt/dockerstore", "/srv/dcc/backup/staged"])
        #expect(paths == BackupPaths(staged: "/srv/dcc/backup/staged", workspaces: "/opt/dockerstore"))
        for others in [
            ["/opt/dockerstore"], ["/opt/dockerstore", "/var/lib/dcc"], ["/opt/../etc", "/a/backup/staged"],
            ["/opt", "/a/backup/staged", "/etc"], ["opt", "/a/backup/staged"],
        ] {
            #expect(throws: BackupFailure.self) { try BackupPaths(of: others) }
        }
    }
}
