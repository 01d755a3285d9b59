import Model

/// Checks every entry of a snapshot before anything is written to disk.
///
/// Entries arrive in restic's tree order: a folder before its contents, names sorted. Duplicate or unordered names are
/// rejected, since a link and a folder with the same name have led other extractors outside their target folder.
struct SnapshotJudge {
    struct Objection: Equatable {
        let path: String
        let failure: BackupFailure
    }

    /// Maximum number of objections kept; one is enough to reject.
    private static let objectionLimit = 1000

    private let paths: BackupPaths
    /// Maximum number of files per app.
    private let maximumFiles: Int
    /// The folders from the root to the current entry, each with the last name seen in it.
    private var walk: [(folder: String, last: String)] = []
    private(set) var objections: [Objection] = []
    private(set) var entries = 0
    private(set) var bytes: Int64 = 0
    private var bytesOfStaged: Int64 = 0
    private var bytesOfApp: [String: Int64] = [:]
    /// Number of entries of each workspace, including its folder.
    private(set) var entriesOfApp: [String: Int] = [:]
    private(set) var staged: Set<String> = []

    init(paths: BackupPaths, maximumFiles: Int) {
        self.paths = paths
        self.maximumFiles = maximumFiles
    }

    mutating func visit(_ entry: SnapshotEntry) {
        entries += 1
        bytes = Self.sum(bytes, entry.size)
        if let failure = objection(to: entry) { object(to: entry.path, failure) }
    }

    private mutating func object(to path: String, _ failure: BackupFailure) {
        guard objections.count < Self.objectionLimit else { return }
        objections.append(Objection(path: path, failure: failure))
    }

    private mutating func objection(to entry: SnapshotEntry) -> BackupFailure? {
        guard entry.hasPlainName else { return .archive("path", "it contains the name \(entry.path.debugDescription)") }
        guard follows(entry.path) else { return .archive("path", "it contains \(entry.path) twice or out of order") }
        if isAbove(entry.path, paths.staged) || isAbove(entry.path, paths.workspaces) {
            return entry.type == "dir" ? nil : Self.kind(entry)
        }
        if let name = part(of: entry.path, under: paths.staged) {
            guard entry.type == "file", !entry.givesRights else { return Self.kind(entry) }
            guard BackupPaths.stagedFiles.contains(name) else { return .archive("path", "it contains \(entry.path)") }
            staged.insert(name)
            bytesOfStaged = Self.sum(bytesOfStaged, entry.size)
            return nil
        }
        if let path = part(of: entry.path, under: paths.workspaces) {
            let name = String(path.prefix { $0 != "/" })
            guard (try? AppName(name)) != nil else { return .archive("path", "\(entry.path) is not part of an app") }
            guard path != name || entry.type == "dir" else { return Self.kind(entry) }
            guard ["file", "dir", "symlink"].contains(entry.type), !entry.givesRights else { return Self.kind(entry) }
            count(name, entry.size)
            return nil
        }
        return .archive("path", "\(entry.path) is outside of its folders")
    }

    /// Once an app exceeds the limit, the objection names its whole workspace.
    private mutating func count(_ app: String, _ size: Int64?) {
        bytesOfApp[app] = Self.sum(bytesOfApp[app, default: 0], size)
        let count = entriesOfApp[app, default: 0] + 1
        entriesOfApp[app] = count
        guard count == maximumFiles + 1 else { return }
        object(
            to: "\(paths.workspaces)/\(app)",
            .archive("too_many", "\(app) has more than \(maximumFiles) files (backup.maxFiles)"))
    }

    /// Bytes needed to restore one app and the staged files, so that one huge workspace does not block the restore of
    /// another.
    func bytes(of app: String) -> Int64 {
        Self.sum(bytesOfStaged, bytesOfApp[app])
    }

    /// Saturates on overflow: sizes in a listing are untrusted.
    private static func sum(_ bytes: Int64, _ more: Int64?) -> Int64 {
        let (sum, isTooMuch) = bytes.addingReportingOverflow(max(0, more ?? 0))
        return isTooMuch ? .max : sum
    }

    private mutating func follows(_ path: String) -> Bool {
        guard let slash = path.lastIndex(of: "/") else { return false }
        let (folder, name) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
        while let last = walk.last, last.folder != folder, !folder.hasPrefix(last.folder + "/") { walk.removeLast() }
        guard let last = walk.last, last.folder == folder else {
            walk.append((folder, name))
            return true
        }
        guard last.last.utf8.lexicographicallyPrecedes(name.utf8) else { return false }
        walk[walk.count - 1].last = name
        return true
    }

    private func isAbove(_ path: String, _ folder: String) -> Bool { folder == path || folder.hasPrefix(path + "/") }

    private func part(of path: String, under folder: String) -> String? {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
    }

    private static func kind(_ entry: SnapshotEntry) -> BackupFailure {
        .archive("type", "\(entry.path) is a \(entry.type)\(entry.givesRights ? " with a setuid or setgid bit" : "")")
    }
}
