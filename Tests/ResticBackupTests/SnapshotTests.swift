import Model
import Foundation
import Testing

@testable import ResticBackup

@Suite struct SnapshotTests {
    private let snapshots = [
        Snapshot(id: "aaaaaaaa11", time: "2026-03-01T12:00:00.123456789+01:00", tree: "00", paths: []),
        Snapshot(id: "bbbbbbbb22", time: "2026-03-02T12:00:00Z", tree: "00", paths: []),
        Snapshot(
            id: "cccccccc33", time: "2026-03-01T12:00:00Z", tree: "00", paths: [], tags: ["dcc", "installation-x"]),
    ]

    @Test func theMomentIsTheOneThatTheZoneSays() throws {
        #expect(snapshots[0].date == (try Date("2026-03-01T11:00:00Z", strategy: .iso8601)))
        #expect(snapshots[2].installation == "x")
    }

    @Test func oneIsPickedByAgeByIdOrByMoment() throws {
        #expect(try SnapshotChoice.newest.pick(from: snapshots).id == "bbbbbbbb22")
        #expect(try SnapshotChoice.id("aaaaaaaa").pick(from: snapshots).id == "aaaaaaaa11")
        let moment = try Date("2026-03-01T13:00:00Z", strategy: .iso8601)
        #expect(try SnapshotChoice.at(moment).pick(from: snapshots).id == "cccccccc33")
        for choice in [SnapshotChoice.id("dddddddd"), .id("aaa"), .at(.distantPast)] {
            let failure = #expect(throws: BackupFailure.self) { try choice.pick(from: snapshots) }
            #expect(failure?.code == "snapshot_missing")
        }
    }

    @Test func oneFromTheFutureIsTheNewestOnlyWhereThereIsNoOther() throws {
        let then = try Date("2026-03-01T11:30:00Z", strategy: .iso8601)
        #expect(try SnapshotChoice.newest.pick(from: snapshots, now: then).id == "aaaaaaaa11")
        #expect(try SnapshotChoice.newest.pick(from: snapshots, now: .distantPast).id == "bbbbbbbb22")
    }

    @Test func aPolicyIsReadOrRefused() {
        #expect(RetentionPolicy("daily=7 weekly=5")?.arguments == ["--keep-daily=7", "--keep-weekly=5"])
        for text in ["", "daily", "daily=0", "daily=-1", "within=7", "daily=7 --prune"] {
            #expect(RetentionPolicy(text) == nil, "\(text)")
        }
    }

    @Test func whatIsShownOfARepositoryHoldsNoPassword() {
        var settings = BackupSettings(
            repository: "rest:https://dcc:word@backup.test:8000/", passwordFile: "", state: "", workspaces: "",
            configurationFile: "")
        #expect(settings.shownRepository == "rest:https://…@backup.test:8000/")
        settings.repository = "/srv/backup"
        #expect(settings.shownRepository == "/srv/backup")
    }
}
