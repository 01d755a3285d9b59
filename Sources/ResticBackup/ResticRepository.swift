package import Model
import Platform
package import Ports
import FoundationEssentials
import Glibc

/// Backups in a restic repository.
///
/// A backup is one snapshot of two folders: staged files (a copy of the database, the key, the configuration and a
/// manifest) and the live workspaces. It has the tag "unfinished", which hides it from users, until it is verified.
package struct ResticRepository: BackupRepository {
    let settings: BackupSettings
    let copies: any DatabaseCopies

    package init(_ settings: BackupSettings, copies: any DatabaseCopies) {
        self.settings = settings
        self.copies = copies
    }

    // MARK: - Backup

    package func backUp(mayBegin: Bool) async throws(BackupFailure) -> BackupState.Backup {
        let lock = try BackupLock(folder: settings.folder)
        defer { withExtendedLifetime(lock) {} }
        let restic = try Restic(settings)
        let database = try StagedFolder(settings, copies).fill()
        defer { _ = try? FolderRemoval.remove(settings.staged) }

        let owner = ["--host=\(database.installation)", "--tag=\(Snapshot.unfinished)"]
        let tag = Snapshot.tag(of: database.installation)
        var excluded = Exclusions(workspaces: settings.workspaces, apps: database.apps.map(\.name))
        excluded.addInflated(capacity: try InflatedFiles.capacity(of: settings.workspaces))
        var bytesAdded: Int64 = 0
        // restic does not read files again that are unchanged since the parent: never use a parent that others may have
        // forged.
        var parent = try await newestSealed(of: database.installation, restic, mayBegin: mayBegin)
        for _ in 1...5 {
            let since = parent.map { "--parent=\($0)" } ?? "--force"
            let (summary, unread) = try await snapshot([since, "--tag=\(tag)"] + owner + excluded.arguments, restic)
            parent = summary.snapshot
            bytesAdded += summary.dataAdded
            let (made, objections) = try await verify(summary.snapshot, restic)
            if objections.isEmpty {
                let finished = try await finish(made, of: database.installation, restic)
                excluded.leftOut.add(unread)
                return BackupState.Backup(
                    at: finished.date ?? .now, snapshot: finished.shortID, bytesAdded: bytesAdded,
                    apps: database.apps.count, leftOut: excluded.leftOut.lines)
            }
            // An app created files that a restore would refuse: exclude them and verify again.
            try excluded.add(objections)
        }
        throw Self.unfinished(
            "files that a restore would refuse keep appearing: \(excluded.leftOut.lines.last ?? "")")
    }

    /// Checks everything in the snapshot as a restore would.
    private func verify(
        _ id: String, _ restic: Restic
    ) async throws(BackupFailure) -> (Snapshot, [SnapshotJudge.Objection]) {
        let (snapshot, judge) = try await validate(id, paths: paths, restic)
        guard judge.staged == BackupPaths.stagedFiles else {
            throw Self.unfinished("a staged file is missing from the snapshot")
        }
        return (snapshot, judge.objections)
    }

    /// Seals the snapshot and marks it as finished.
    private func finish(
        _ snapshot: Snapshot, of installation: String, _ restic: Restic
    ) async throws(BackupFailure) -> Snapshot {
        let tags = [
            Snapshot.finished, Snapshot.tag(of: installation),
            SnapshotSeal.tag(for: snapshot, password: try settings.password()),
        ]
        try await restic.run(["tag"] + tags.map { "--set=\($0)" } + [snapshot.id])
        let finished = try await snapshots(restic, tag: Snapshot.finished).first { $0.original == snapshot.id }
        guard let finished else { throw Self.unfinished("the snapshot is missing after it was tagged") }
        return finished
    }

    /// - Parameter mayBegin: create the repository if there is none.
    private func newestSealed(
        of installation: String, _ restic: Restic, mayBegin: Bool
    ) async throws(BackupFailure) -> String? {
        do throws(BackupFailure) {
            let password = try settings.password()
            let finished = try await snapshots(restic, tag: Snapshot.finished)
            let ours = finished.filter {
                $0.installation == installation && SnapshotSeal.isRight(on: $0, password: password)
            }
            return ours.isEmpty ? nil : try SnapshotChoice.newest.pick(from: ours).id
        } catch  where error.code == "repository_missing" && mayBegin {
            try await restic.run(["init"])
            return nil
        }
    }

    /// - Returns: the snapshot, and what could not be read.
    private func snapshot(
        _ options: [String], _ restic: Restic
    ) async throws(BackupFailure) -> (ResticSummary, LeftOut) {
        var summary: ResticSummary?
        var unread = LeftOut()
        var isExplained = false
        let arguments = ["backup", "--json"] + options + [settings.staged, settings.workspaces]
        let status = try await restic.lines(arguments, accepting: [0, Restic.incomplete]) {
            (line: String) throws(BackupFailure) in
            guard UnreadFile.isOne(line) else {
                summary = ResticSummary.read(line) ?? summary
                return
            }
            isExplained = true
            guard let file = try UnreadFile.read(line) else { return }
            guard file.item.hasPrefix(settings.workspaces + "/") else {
                throw Self.unfinished("\(file.item) could not be read")
            }
            unread.add(file.item, because: " (could not be read)")
        }
        guard let summary, status == 0 || isExplained else {
            throw Self.unfinished("restic's output lacks the snapshot's ID or the unreadable files")
        }
        return (summary, unread)
    }

    package func thinOut() async throws(BackupFailure) {
        let lock = try BackupLock(folder: settings.folder)
        defer { withExtendedLifetime(lock) {} }
        let restic = try Restic(settings)
        let installation = try copies.summary(settings.state + "/dcc.db").installation
        do throws(BackupFailure) {
            let unfinished = try await snapshots(restic, tag: Snapshot.unfinished)
            let left = unfinished.filter { $0.installation == installation }.map(\.id)
            if !left.isEmpty { try await restic.run(["forget"] + left) }
            try await restic.run(
                ["forget", "--prune", "--group-by=host", "--host=\(installation)", "--tag=\(Snapshot.finished)"]
                    + settings.keep.arguments)
        } catch {
            throw BackupFailure(
                code: error.code,
                message: "The backup was created, but older backups could not be removed: \(error.message)",
                hint: error.hint)
        }
    }

    private static func unfinished(_ why: String) -> BackupFailure {
        BackupFailure(code: "backup_unfinished", message: "No backup was created: \(why).", hint: "Try again.")
    }

    // MARK: - Reading

    package func check(readingAll: Bool) async throws(BackupFailure) {
        let restic = try Restic(settings)
        do throws(BackupFailure) {
            try await restic.run(["check", readingAll ? "--read-data" : "--read-data-subset=5%"])
        } catch  where error.code == "repository_failed" {
            throw BackupFailure(
                code: "repository_damaged", message: "The repository failed `restic check`: \(error.message)",
                hint: "Repair it as described under “Troubleshooting” in restic's manual, then run a backup.")
        }
    }

    /// - Returns: one line per finished backup.
    package func list() async throws(BackupFailure) -> [String] {
        try await snapshots(try Restic(settings), tag: Snapshot.finished)
            .map { "\($0.shortID)  \($0.time.prefix { $0 != "." })  \($0.installation ?? "")" }
    }

    var paths: BackupPaths { BackupPaths(staged: settings.staged, workspaces: settings.workspaces) }

    func snapshots(_ restic: Restic, tag: String) async throws(BackupFailure) -> [Snapshot] {
        let text = try await restic.run(["snapshots", "--json", "--tag=\(tag)"])
        guard let snapshots = try? JSONDecoder().decode([Snapshot].self, from: Data(text.utf8)) else {
            throw BackupFailure(
                code: "repository_failed", message: "restic's snapshot list cannot be read.",
                hint: "Use restic 0.14 or later.")
        }
        return snapshots
    }

    /// Checks the full listing of a snapshot.
    /// - Parameter room: maximum number of files, for a snapshot to be restored. If set, the first objection throws
    ///   without reading the rest.
    func validate(
        _ id: String, paths: BackupPaths, room: UInt64? = nil, _ restic: Restic
    ) async throws(BackupFailure) -> (Snapshot, SnapshotJudge) {
        var judge = SnapshotJudge(paths: paths, maximumFiles: settings.maximumFiles)
        let decoder = JSONDecoder()
        let unreadable = BackupFailure.archive("damaged", "restic's listing of it cannot be read")
        // The first line describes the snapshot. Fail on any other unreadable line: an entry would go unchecked.
        var head: Snapshot?
        try await restic.lines(["ls", "--json", id]) { (line: String) throws(BackupFailure) in
            let data = Data(line.utf8)
            guard head != nil else {
                head = try? decoder.decode(Snapshot.self, from: data)
                guard head != nil else { throw unreadable }
                return
            }
            guard let entry = try? decoder.decode(SnapshotEntry.self, from: data) else { throw unreadable }
            judge.visit(entry)
            guard let room else { return }
            if let objection = judge.objections.first { throw objection.failure }
            guard judge.entries <= room else {
                throw .archive("too_many", "it holds more files than the \(room) that there is room for")
            }
        }
        guard let head else { throw unreadable }
        return (head, judge)
    }
}

/// Last line of `restic backup --json`.
private struct ResticSummary: Decodable {
    let snapshot: String
    let dataAdded: Int64

    enum CodingKeys: String, CodingKey {
        case snapshot = "snapshot_id"
        case dataAdded = "data_added"
    }

    static func read(_ line: String) -> ResticSummary? {
        guard line.hasPrefix(#"{"message_type":"summary""#) else { return nil }
        return try? JSONDecoder().decode(ResticSummary.self, from: Data(line.utf8))
    }
}
