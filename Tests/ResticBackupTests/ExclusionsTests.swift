import Model
import Testing

@testable import ResticBackup

@Suite struct ExclusionsTests {
    private func objection(_ path: String, _ kind: String = "type") -> SnapshotJudge.Objection {
        .init(path: path, failure: .archive(kind, ""))
    }

    private func added(_ exclusions: Exclusions) -> [String] {
        exclusions.arguments.filter { !$0.contains("*") }
    }

    @Test func oneFileIsLeftOutByItself() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        try exclusions.add([objection("/none/demo/a\nb[c]")])
        #expect(added(exclusions) == ["--exclude=/none/demo/a?b?c?"])
        #expect(exclusions.leftOut.lines == [#""/none/demo/a\nb[c]""#])
    }

    @Test func anAppThatMakesThemAgainLosesTheirFolderAndThenAll() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        try exclusions.add([objection("/none/demo/in/a"), objection("/none/other/a")])
        try exclusions.add([objection("/none/demo/in/b")])
        #expect(added(exclusions).last == "--exclude=/none/demo/in")
        try exclusions.add([objection("/none/demo/c")])
        #expect(added(exclusions).last == "--exclude=/none/demo")
    }

    @Test func ofManyTheFolderIsLeftOutThatTheyLieIn() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        let unzipped = (0...60).map { objection("/none/demo/data/zip/\($0)/\u{FFFD}") }
        try exclusions.add(
            unzipped + [
                objection("/none/demo/pipe"), objection("/none/demo/other-pipe"),
                objection("/none/demo/data/zip/1/\u{FFFD}/x"),
            ])
        #expect(added(exclusions) == ["data/zip", "other-pipe", "pipe"].map { "--exclude=/none/demo/\($0)" })
        var flat = Exclusions(workspaces: "/none", apps: [])
        try flat.add((0...50).map { objection("/none/demo/zip/\($0)") } + [objection("/none/demo/pipe")])
        #expect(added(flat) == ["--exclude=/none/demo/pipe", "--exclude=/none/demo/zip"])
        #expect(flat.leftOut.lines == [#""/none/demo/pipe""#, #""/none/demo/zip""#])
    }

    @Test func ofAWorkspaceFullOfThemNothingAboveIsLeftOut() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        try exclusions.add((0...60).map { objection("/none/demo/\($0)") } + [objection("/none/other", "type")])
        try exclusions.add([objection("/none/other")])
        #expect(added(exclusions) == ["/none/demo", "/none/other", "/none/other"].map { "--exclude=\($0)" })
    }

    @Test func anAppWithTooManyFilesIsLeftOutWholeAndNamed() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        try exclusions.add([objection("/none/demo/a"), objection("/none/demo", "too_many"), objection("/none/other/a")])
        #expect(added(exclusions) == ["--exclude=/none/demo", "--exclude=/none/other/a"])
        #expect(exclusions.leftOut.lines.first == #""/none/demo" (too many files, see backup.maxFiles)"#)
    }

    @Test func whatIsOursIsNeverLeftOut() {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        #expect(throws: BackupFailure.self) { try exclusions.add([objection("/state/backup/staged/dcc.db")]) }
    }
}
