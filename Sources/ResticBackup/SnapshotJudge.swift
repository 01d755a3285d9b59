import ControlCenter

/// Looks at every entry of a snapshot before anything of it is written to a disk.
///
/// Entries come as restic walks its trees, a folder before what is in it and names in order. A name that comes twice or
/// out of order is refused: two entries of one name, a link and a folder, are how others' extractors were led outside.
struct SnapshotJudge {
    struct Objection: Equatable {
        let path: String
        let failure: BackupFailure
    }

    /// More objections than this are not kept; one is enough to refuse.
    private static let patience = 1000

    private let paths: BackupPaths
    /// Of one app.
    private let maximumFiles: Int
    /// The folders that the walk is in, each with the last name in it.
    private var walk: [(folder: String, last: String)] = []
    private(set) var objections: [Objection] = []
    private(set) var entries = 0
    private(set) var bytes: Int64 = 0
    private var bytesOfStaged: Int64 = 0
    private var bytesOfApp: [String: Int64] = [:]
    /// How many entries each workspace has, with its folder.
    private(set) var entriesOfApp: [String: Int] = [:]
    private(set) var staged: Set<String> = []

    init(paths: BackupPaths, maximumFiles: Int) {
        self.paths = paths
        self.maximumFiles = maximumFiles
    }

    mutating func look(at entry: SnapshotEntry) {
        entries += 1
        bytes = Self.sum(bytes, entry.size)
        if let failure = objection(to: entry) { object(to: entry.path, failure) }
    }

    private mutating func object(to path: String, _ failure: BackupFailure) {
        guard objections.count < Self.patience else { return }
        objections.append(Objection(path: path, failure: failure))
    }

    private mutating func objection(to entry: SnapshotEntry) -> BackupFailure? {
        guard entry.hasPlainName else { return .archive("path", "it holds the name \(entry.path.debugDescription)") }
        guard follows(entry.path) else { return .archive("path", "\(entry.path) is in it twice") }
        if isAbove(entry.path, paths.staged) || isAbove(entry.path, paths.workspaces) {
            return entry.type == "dir" ? nil : Self.kind(entry)
        }
        if let name = part(of: entry.path, under: paths.staged) {
            guard entry.type == "file", !entry.givesRights else { return Self.kind(entry) }
            guard BackupPaths.stagedFiles.contains(name) else { return .archive("path", "it holds \(entry.path)") }
            staged.insert(name)
            bytesOfStaged = Self.sum(bytesOfStaged, entry.size)
            return nil
        }
        if let path = part(of: entry.path, under: paths.workspaces) {
            let name = String(path.prefix { $0 != "/" })
            guard (try? AppName(name)) != nil else { return .archive("path", "\(entry.path) belongs to no app") }
            guard path != name || entry.type == "dir" else { return Self.kind(entry) }
            guard ["file", "dir", "symlink"].contains(entry.type), !entry.givesRights else { return Self.kind(entry) }
            count(name, entry.size)
            return nil
        }
        return .archive("path", "\(entry.path) lies outside of its folders")
    }

    /// Once an app has too many, the objection is to its whole workspace.
    private mutating func count(_ app: String, _ size: Int64?) {
        bytesOfApp[app] = Self.sum(bytesOfApp[app, default: 0], size)
        let count = entriesOfApp[app, default: 0] + 1
        entriesOfApp[app] = count
        guard count == maximumFiles + 1 else { return }
        object(
            to: "\(paths.workspaces)/\(app)",
            .archive("too_many", "\(app) has more than \(maximumFiles) files (backup.maxFiles)"))
    }

    /// What one app's restore takes, with the staged files: one huge workspace keeps no other from being restored alone.
    func bytes(of app: String) -> Int64 {
        Self.sum(bytesOfStaged, bytesOfApp[app])
    }

    /// A listing may say whatever it likes: too much is as much as there can be.
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
        .archive("type", "\(entry.path) is a \(entry.type)\(entry.givesRights ? " with another's rights" : "")")
    }
}
