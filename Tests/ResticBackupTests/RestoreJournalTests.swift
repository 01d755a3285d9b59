import Foundation
import Testing

@testable import ResticBackup

@Suite struct RestoreJournalTests {
    private func put(_ text: String, _ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// - Parameter steps: number of moves completed before the interruption.
    @Test(arguments: 0...5)
    func whatWasThereIsKeptWhereverItWasInterrupted(_ steps: Int) throws {
        let house = try BackupHarness()
        defer { house.delete() }
        let (state, staged) = (house.settings.state, house.folder + "/restoring")
        for name in ["dcc.db", "dcc.db-wal", "secrets.key"] { try put("old \(name)", "\(state)/\(name)") }
        for name in ["dcc.db", "secrets.key", "dcc.json"] { try put("new \(name)", "\(staged)/\(name)") }
        let journal = RestoreJournal(
            scratch: [staged], staged: staged, workspaces: [], note: nil, ending: ".before-restore-then")
        try journal.begin(state: state)
        let moves = [
            ("\(state)/dcc.db-wal", "\(state)/dcc.db.before-restore-then-wal"),
            ("\(state)/dcc.db", "\(state)/dcc.db.before-restore-then"),
            ("\(state)/secrets.key", "\(state)/secrets.key.before-restore-then"),
            ("\(staged)/secrets.key", "\(state)/secrets.key"),
            ("\(staged)/dcc.db", "\(state)/dcc.db"),
        ]
        for (from, to) in moves.prefix(steps) { try #require(rename(from, to) == 0) }

        let kept = try RestoreJournal.finish(state: state, copies: FileCopies())
        #expect(kept == ["dcc.db", "secrets.key"].map { "\(state)/\($0).before-restore-then" })
        #expect(text("\(state)/dcc.db.before-restore-then") == "old dcc.db")
        #expect(text("\(state)/dcc.db.before-restore-then-wal") == "old dcc.db-wal")
        #expect(text("\(state)/secrets.key.before-restore-then") == "old secrets.key")
        #expect((text("\(state)/dcc.db"), text("\(state)/dcc.db-wal")) == ("new dcc.db", nil))
        #expect(text("\(state)/secrets.key") == "new secrets.key")
        #expect(try RestoreJournal.finish(state: state, copies: FileCopies()) == nil)
    }

    @Test func aWorkspaceThatIsReplacedStaysBesideIt() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try put("old", "\(house.app)/file")
        try put("new", "\(house.folder)/scratch/demo/file")
        let aside = "\(house.settings.workspaces)/.demo.before-restore-then"
        let journal = RestoreJournal(
            scratch: ["\(house.folder)/scratch"], staged: nil,
            workspaces: [.init(from: "\(house.folder)/scratch/demo", to: house.app, aside: aside)], note: nil,
            ending: ".before-restore-then")
        try journal.begin(state: house.settings.state)
        #expect(try RestoreJournal.finish(state: house.settings.state, copies: FileCopies()) == [aside])
        #expect((text("\(aside)/file"), text("\(house.app)/file")) == ("old", "new"))
    }

    @Test func theEndingTellsTheTime() {
        #expect(
            RestoreJournal.ending(now: Date(timeIntervalSince1970: 1_800_000_000))
                == ".before-restore-20270115T080000.000Z")
    }
}
