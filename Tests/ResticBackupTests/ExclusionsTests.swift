import ControlCenter
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

    @Test func anAppThatMakesThemAllTheTimeIsLeftOutWhole() throws {
        var exclusions = Exclusions(workspaces: "/none", apps: [])
        try exclusions.add([objection("/none/demo/a"), objection("/none/other/a")])
        try exclusions.add([objection("/none/demo/b")])
        #expect(added(exclusions).last == "--exclude=/none/demo")
        var many = Exclusions(workspaces: "/none", apps: [])
        try many.add((0...50).map { objection("/none/demo/\($0)") })
        #expect(added(many) == ["--exclude=/none/demo"])
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
