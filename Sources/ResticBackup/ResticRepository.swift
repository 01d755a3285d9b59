package import ControlCenter
import FoundationEssentials
import Glibc

/// Backups in a restic repository.
///
/// A backup is a snapshot of two folders: a staged one with a copy of the database, the key, the configuration and a
/// manifest, and the workspaces as they are. It is tagged as unfinished until it was looked at; ends the program before,
/// nobody is shown it.
package struct ResticRepository: BackupRepository {
    let settings: BackupSettings
    let copies: any DatabaseCopies

    package init(_ settings: BackupSettings, copies: any DatabaseCopies) {
        self.settings = settings
        self.copies = copies
    }

    // MARK: - Making one

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
        // What seems unchanged since then is not read again: never believe it of a snapshot of somebody else's making.
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
            // Somebody's app made what a restore would refuse: it is left out, and the rest is looked at again.
            try excluded.add(objections)
        }
        throw Self.unfinished(
            "files that a restore would refuse are made all the time: \(excluded.leftOut.lines.last ?? "")")
    }

    /// Everything that is backed up once more as the repository has it.
    private func verify(
        _ id: String, _ restic: Restic
    ) async throws(BackupFailure) -> (Snapshot, [SnapshotJudge.Objection]) {
        let (snapshot, judge) = try await judge(id, paths: paths, restic)
        guard judge.staged == BackupPaths.stagedFiles else {
            throw Self.unfinished("a staged file is missing from its snapshot")
        }
        return (snapshot, judge.objections)
    }

    /// Seals it, and has it count from then on.
    private func finish(
        _ snapshot: Snapshot, of installation: String, _ restic: Restic
    ) async throws(BackupFailure) -> Snapshot {
        let tags = [
            Snapshot.finished, Snapshot.tag(of: installation),
            SnapshotSeal.tag(for: snapshot, password: try settings.password()),
        ]
        try await restic.run(["tag"] + tags.map { "--set=\($0)" } + [snapshot.id])
        let finished = try await snapshots(restic, tag: Snapshot.finished).first { $0.original == snapshot.id }
        guard let finished else { throw Self.unfinished("its snapshot is not found again") }
        return finished
    }

    /// - Parameter mayBegin: make the repository when there is none.
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

    /// - Returns: also what could not be read.
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
            throw Self.unfinished("restic named no snapshot, or not what is missing from it")
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
                message: "The backup was made, but older ones could not be taken away: \(error.message)",
                hint: error.hint)
        }
    }

    private static func unfinished(_ why: String) -> BackupFailure {
        BackupFailure(code: "backup_unfinished", message: "No backup was made: \(why).", hint: "Try again.")
    }

    // MARK: - Looking

    package func check(readingAll: Bool) async throws(BackupFailure) {
        let restic = try Restic(settings)
        do throws(BackupFailure) {
            try await restic.run(["check", readingAll ? "--read-data" : "--read-data-subset=5%"])
        } catch  where error.code == "repository_failed" {
            throw BackupFailure(
                code: "repository_damaged", message: "The repository does not pass restic's check: \(error.message)",
                hint: "Mend it as restic's manual says under “Troubleshooting”, and make a backup soon.")
        }
    }

    /// - Returns: those that are whole, as a line each.
    package func list() async throws(BackupFailure) -> [String] {
        try await snapshots(try Restic(settings), tag: Snapshot.finished)
            .map { "\($0.shortID)  \($0.time.prefix { $0 != "." })  \($0.installation ?? "")" }
    }

    var paths: BackupPaths { BackupPaths(staged: settings.staged, workspaces: settings.workspaces) }

    func snapshots(_ restic: Restic, tag: String) async throws(BackupFailure) -> [Snapshot] {
        let text = try await restic.run(["snapshots", "--json", "--tag=\(tag)"])
        guard let snapshots = try? JSONDecoder().decode([Snapshot].self, from: Data(text.utf8)) else {
            throw BackupFailure(
                code: "repository_failed", message: "restic's list of snapshots cannot be read.",
                hint: "dcc knows restic from 0.14 on.")
        }
        return snapshots
    }

    /// Reads the whole list of what a snapshot holds.
    /// - Parameter room: for how many files there is room, where the snapshot is to be restored; then the first objection
    ///   ends the look, however much there is to come.
    func judge(
        _ id: String, paths: BackupPaths, room: UInt64? = nil, _ restic: Restic
    ) async throws(BackupFailure) -> (Snapshot, SnapshotJudge) {
        var judge = SnapshotJudge(paths: paths, maximumFiles: settings.maximumFiles)
        let decoder = JSONDecoder()
        let unreadable = BackupFailure.archive("damaged", "restic's list of it cannot be read")
        // The first line is about the snapshot; any other that cannot be read would go unjudged.
        var head: Snapshot?
        try await restic.lines(["ls", "--json", id]) { (line: String) throws(BackupFailure) in
            let data = Data(line.utf8)
            guard head != nil else {
                head = try? decoder.decode(Snapshot.self, from: data)
                guard head != nil else { throw unreadable }
                return
            }
            guard let entry = try? decoder.decode(SnapshotEntry.self, from: data) else { throw unreadable }
            judge.look(at: entry)
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

/// The last line of `restic backup --json`.
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
