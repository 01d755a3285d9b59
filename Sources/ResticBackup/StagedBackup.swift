import Ports
import Model
import Platform
import FoundationEssentials
import Glibc

/// A verified backup in the service's own folders, not yet moved into place.
struct StagedBackup {
    let manifest: BackupManifest
    /// Folder with database, key and configuration.
    let staged: String
    /// Folder with the requested workspaces. An app may have none yet.
    let workspaces: String
    let judge: SnapshotJudge

    func workspace(of app: String) -> String { "\(workspaces)/\(app)" }
}

extension ResticRepository {
    /// Restores a backup into two empty folders and verifies everything.
    ///
    /// - Parameters:
    ///   - apps: workspaces to restore; nil for all.
    ///   - ownID: ID of the existing installation.
    ///   - adopt: accept a backup of another installation.
    ///   - floor: bytes that must stay free.
    /// - Throws: `archive_…` with the reason to reject the backup.
    func stage(
        _ snapshot: Snapshot, into folder: String, workspaces scratch: String, only app: String? = nil, ownID: String?,
        adopt: Bool, floor: Int64 = 0,
        visit: (String, stat) throws(BackupFailure) -> Void = { _, _ throws(BackupFailure) in }
    ) async throws(BackupFailure) -> StagedBackup {
        guard SnapshotSeal.isRight(on: snapshot, password: try settings.password()) else {
            throw .archive("unauthenticated", "it is not authenticated with this repository's password")
        }
        let restic = try Restic(settings)
        let paths = try BackupPaths(of: snapshot.paths)
        let room = try [Room(in: folder), Room(in: scratch)]
        let (_, judge) = try await validate(snapshot.id, paths: paths, room: room.map(\.files).min(), restic)
        for room in room { try room.require(app.map(judge.bytes(of:)) ?? judge.bytes, leaving: floor) }

        try await restore(snapshot, paths.staged, into: folder, restic)
        let staged = folder + paths.staged
        let manifest = try manifest(in: staged)
        let database = manifest.database
        guard manifest.workspaces == paths.workspaces, snapshot.installation == database.installation else {
            throw .archive("damaged", "its manifest belongs to another backup")
        }
        guard adopt || ownID == nil || ownID == database.installation else {
            throw BackupFailure(
                code: "archive_foreign", message: "This is a backup of another installation, \(database.installation).",
                hint: "Use --adopt to restore it anyway. This installation then takes over that one's identity.")
        }
        for (name, hash) in manifest.files {
            guard BackupPaths.stagedFiles.contains(name), try FileHash.of("\(staged)/\(name)") == hash else {
                throw .archive("damaged", "\(name) does not match the manifest")
            }
        }
        for name in [BackupPaths.database, BackupPaths.key] where manifest.files[name] == nil {
            throw .archive("damaged", "\(name) is missing from its manifest")
        }
        _ = try RestoredTree.check(staged, owner: 0)
        guard try copies.inspect("\(staged)/\(BackupPaths.database)") == database else {
            throw .archive("damaged", "its database does not match the manifest")
        }
        try copies.update("\(staged)/\(BackupPaths.database)", key: "\(staged)/\(BackupPaths.key)")

        let wanted = app.map { "\(paths.workspaces)/\($0)" } ?? paths.workspaces
        try await restore(snapshot, wanted, into: scratch, restic)
        let backup = StagedBackup(
            manifest: manifest, staged: staged, workspaces: scratch + paths.workspaces, judge: judge)
        for one in database.apps where app == nil || one.name == app {
            guard let expected = judge.entriesOfApp[one.name] else { continue }
            let seen = try RestoredTree.check(backup.workspace(of: one.name), owner: one.uid, visit: visit)
            guard seen == expected else {
                throw .archive("damaged", "\(one.name) has \(seen) files of \(expected)")
            }
        }
        return backup
    }

    private func restore(
        _ snapshot: Snapshot, _ path: String, into folder: String, _ restic: Restic
    ) async throws(BackupFailure) {
        let pattern = path.map { "*?[\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        do throws(BackupFailure) {
            try await restic.run(["restore", snapshot.id, "--target=\(folder)", "--include=\(pattern)", "--verify"])
        } catch  where error.code == "repository_failed" {
            throw .archive("damaged", "restic could not restore it completely: \(error.message)")
        }
    }

    private func manifest(in staged: String) throws(BackupFailure) -> BackupManifest {
        guard let text = InputFile("\(staged)/\(BackupPaths.manifest)")?.all() else {
            throw .archive("unauthenticated", "it has no manifest")
        }
        return try BackupManifest.read(
            text, code: InputFile("\(staged)/\(BackupPaths.code)")?.all(), password: try settings.password())
    }
}

/// Free space of a folder's file system.
private struct Room {
    private let folder: String
    private let space: DiskSpace

    init(in folder: String) throws(BackupFailure) {
        guard let space = DiskSpace(of: folder) else { throw .folder("read the free space of", folder) }
        self.folder = folder
        self.space = space
    }

    var files: UInt64 { space.freeFiles }

    func require(_ needed: Int64, leaving floor: Int64) throws(BackupFailure) {
        guard needed < space.free - floor else {
            let beside = floor > 0 ? ", of which \(floor >> 20) MiB must stay free (disk.floorGiB)" : ""
            throw .archive(
                "too_large", "it needs \(needed >> 20) MiB, and \(folder) has \(space.free >> 20) MiB free\(beside)")
        }
    }
}
