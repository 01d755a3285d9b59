import Model
import Foundation
import Testing

@testable import ResticBackup

/// Runs the real restic on its own folders.
@Suite(.timeLimit(.minutes(10)))
struct ResticRepositoryLiveTests {
    @Test func aFileThatCannotBeReadIsNamedAndTheOthersAreBackedUp() async throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try house.write("plain", "kept")
        try house.write("sealed", "not to be read", mode: 0o000)
        // Root can read everything unless it drops the capability.
        try house.runResticInstead(
            "test $(id -u) = 0 && exec setpriv --bounding-set=-dac_override,-dac_read_search /usr/bin/restic \"$@\"",
            "exec /usr/bin/restic \"$@\"")
        let backup = try await house.repository.backUp(mayBegin: true)
        #expect(backup.leftOut == ["\(house.app)/sealed".debugDescription + " (could not be read)"])
        #expect(try await house.listing(of: backup).contains("\(house.app)/plain"))
    }

    @Test(.timeLimit(.minutes(5)))
    func aFileLargerThanTheDiskIsNamedAndKeepsNobodyWaiting() async throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try house.write("plain", "kept")
        try house.write("huge", "")
        try #require(truncate("\(house.app)/huge", 1 << 40) == 0)
        let backup = try await house.repository.backUp(mayBegin: true)
        #expect(backup.leftOut == ["\(house.app)/huge".debugDescription + " (larger than the disk)"])
        let listing = try await house.listing(of: backup)
        #expect(listing.contains("\(house.app)/plain") && !listing.contains("\(house.app)/huge"))
    }

    @Test func aBackupIsThereAlsoWhereForgettingFails() async throws {
        let house = try BackupHarness()
        defer { house.delete() }
        try house.runResticInstead(
            "test \"$1\" = forget && echo the disk is full && exit 1", "exec /usr/bin/restic \"$@\"")
        let backup = try await house.repository.backUp(mayBegin: true)
        let failure = await #expect(throws: BackupFailure.self) { try await house.repository.thinOut() }
        #expect(failure?.message.hasPrefix("The backup was created, but older backups could not be removed") == true)
        #expect(try await house.repository.list().map { $0.prefix(8) } == [backup.snapshot.prefix(8)])
    }

    /// Needs root, since a restore changes file owners.
    @Test(.enabled(if: getuid() == 0))
    func aDrillThatComparedNothingProvesNothing() async throws {
        let house = try BackupHarness()
        defer { house.delete() }
        let repository = house.repository
        _ = try await repository.backUp(mayBegin: true)
        #expect(try await repository.drill() == 0)
        try house.write("file", "kept")
        // The drill treats a file as unchanged only if its last change is in an earlier second than the backup.
        try await Task.sleep(for: .seconds(2))
        _ = try await repository.backUp(mayBegin: false)
        #expect(try await repository.drill() == 1)
        try house.write("file", "changed since")
        let failure = await #expect(throws: BackupFailure.self) { try await repository.drill() }
        #expect(failure?.code == "drill_empty")
        var settings = house.settings
        settings.diskFloor = 1 << 60
        let full = await #expect(throws: BackupFailure.self) {
            try await ResticRepository(settings, copies: FileCopies()).drill()
        }
        #expect(full?.code == "archive_too_large")
    }

    @Test func whatAKilledDrillLeftGoesUnlessOneRuns() throws {
        let house = try BackupHarness()
        defer { house.delete() }
        let left = house.settings.folder + "/drill/secrets.key"
        do {
            let running = try BackupLock(folder: house.settings.folder)
            try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
            house.repository.removeLeftovers()
            withExtendedLifetime(running) { #expect(access(left, F_OK) == 0) }
        }
        house.repository.removeLeftovers()
        #expect(access(house.settings.folder + "/drill", F_OK) != 0)
    }

    /// A forgery by someone with a repository key who reuses our staged folder and tags.
    @Test func otherWorkspacesBesideOurStagedFolderAreNotTakenForOurs() async throws {
        let house = try BackupHarness()
        defer { house.delete() }
        let restic = try Restic(house.settings)
        try house.write("app.py", "ours")
        _ = try await house.repository.backUp(mayBegin: true)
        let made = try #require(try await house.repository.snapshots(restic, tag: Snapshot.finished).first)
        let staged = house.settings.staged
        try await restic.run(["restore", made.id, "--target=/", "--include=\(staged)"])
        try house.write("app.py", "theirs")
        let tags = try #require(made.tags).map { "--tag=\($0)" }
        try await restic.run(["backup", "--json"] + tags + [staged, house.settings.workspaces])
        let failure = await #expect(throws: BackupFailure.self) { try await house.repository.drill() }
        #expect(failure?.code == "archive_unauthenticated")

        // The next backup must not use it as its parent either, to skip files that seem unchanged.
        let next = try await house.repository.backUp(mayBegin: false)
        let text = try await restic.run(["snapshots", "--json", next.snapshot])
        #expect(text.contains("\"parent\":\"\(made.id)\""))
    }
}
