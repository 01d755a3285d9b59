import Foundation
import House
import Testing

@testable import ResticBackup

@Suite struct RestoreJournalTests {
    private let folder: ScratchFolder
    private let state: String
    private let workspaces: String

    init() throws {
        folder = try ScratchFolder()
        state = folder.path + "/state"
        workspaces = folder.path + "/workspaces"
        for path in RestoreJournal.scratch(state: state, workspaces: workspaces) + [workspaces + "/demo"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try "x".write(toFile: path + "/file", atomically: true, encoding: .utf8)
        }
    }

    @Test func whatAKilledRestoreLeftGoesAndNothingElse() {
        RestoreJournal.removeLeftovers(state: state, workspaces: workspaces)
        for path in RestoreJournal.scratch(state: state, workspaces: workspaces) {
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        #expect(FileManager.default.fileExists(atPath: workspaces + "/demo/file"))
    }

    @Test func aJournalThatIsFoundTwiceEndsInTheSameState() throws {
        let scratch = RestoreJournal.scratch(state: state, workspaces: workspaces)
        let move = RestoreJournal.Move(
            from: scratch[1] + "/demo", to: workspaces + "/demo", aside: scratch[1] + "/demo-before")
        try FileManager.default.createDirectory(atPath: move.from, withIntermediateDirectories: true)
        try "restored".write(toFile: move.from + "/file", atomically: true, encoding: .utf8)
        let journal = RestoreJournal(scratch: scratch, staged: nil, workspaces: [move])
        // A power cut may bring it back when its work is done.
        for _ in 1...2 {
            try journal.begin(state: state)
            #expect(try RestoreJournal.finish(state: state))
            #expect(try String(contentsOfFile: workspaces + "/demo/file", encoding: .utf8) == "restored")
            #expect(!FileManager.default.fileExists(atPath: scratch[1]))
        }
        #expect(try !RestoreJournal.finish(state: state))
    }
}
