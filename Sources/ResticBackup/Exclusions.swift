import Model
import Platform

/// Workspace paths left out of a backup, as restic patterns (Go's `filepath.Match`).
struct Exclusions {
    /// Rebuilt from pinned versions, or downloaded again.
    private static let caches = [
        ".dcc/venv", ".dcc/python", ".dcc/installed", ".dcc/wanted", ".dcc/cache", ".dcc/tmp", ".dcc/home/.cache",
    ]
    private static let compiled = "__pycache__"

    /// Limit of excluded paths per app; beyond it, folders are excluded instead.
    private static let pathLimit = 50
    /// With more paths than this, the whole workspace is excluded.
    private static let workspacePathLimit = 1000

    private let workspaces: String
    private let apps: [String]
    /// How many attempts found files of each app that a restore would refuse.
    private var rounds: [String: Int] = [:]
    private var patterns: [String]
    var leftOut = LeftOut()

    init(workspaces: String, apps: [String]) {
        self.workspaces = workspaces
        self.apps = apps
        let root = Self.literally(workspaces)
        patterns = ["\(root)/**/\(Self.compiled)"] + Self.caches.map { "\(root)/*/\($0)" }
        // Scratch folders, unknown folders, and apps added after the database was copied.
        patterns += (FolderListing.names(at: workspaces) ?? []).filter { !apps.contains($0) }
            .map { "\(root)/\(Self.literally($0))" }
    }

    var arguments: [String] { patterns.map { "--exclude=\($0)" } }

    /// Excludes files with apparent sizes that a restore to a disk like this one could not hold.
    /// - Parameter capacity: of the disk, in bytes.
    mutating func addInflated(capacity: Int64) {
        var files = InflatedFiles(capacity: capacity)
        for app in apps {
            let workspace = "\(workspaces)/\(app)"
            let caches = Set(Self.caches.map { "\(workspace)/\($0)" })
            files.look(into: workspace) { caches.contains($0) || $0.hasSuffix("/\(Self.compiled)") }
        }
        for (app, paths) in byApp(files.tooLarge()) {
            for path in gathered(paths, of: app) { leaveOut(path, because: " (larger than the disk)") }
        }
    }

    /// Excludes what the objections name.
    /// - Throws: the failure of an objection to a staged file.
    mutating func add(_ objections: [SnapshotJudge.Objection]) throws(BackupFailure) {
        if let ours = objections.first(where: { !$0.path.hasPrefix(workspaces + "/") }) { throw ours.failure }
        let tooMany = Set(objections.filter { $0.failure.code == "archive_too_many" }.map(\.path))
        for (app, paths) in byApp(objections.map(\.path)) {
            let workspace = "\(workspaces)/\(app)"
            let round = rounds[app, default: 0] + 1
            rounds[app] = round
            if tooMany.contains(workspace) {
                leaveOut(workspace, because: " (too many files, see backup.maxFiles)")
            } else if round > 2 {
                // An app that keeps creating such files must not block the backup of other apps.
                leaveOut(workspace)
            } else {
                // The judge reports at most a thousand paths, so the rest are expected in the same folders.
                for path in gathered(round == 1 ? paths : paths.map(folder), of: app) { leaveOut(path) }
            }
        }
    }

    private func byApp(_ paths: [String]) -> [(app: String, paths: [String])] {
        Dictionary(grouping: paths) { path in String(path.dropFirst(workspaces.count + 1).prefix { $0 != "/" }) }
            .sorted { $0.key < $1.key }.map { (app: $0.key, paths: $0.value) }
    }

    /// - Returns: at most fifty paths; more are merged into their common folders.
    private func gathered(_ paths: [String], of app: String) -> [String] {
        let workspace = "\(workspaces)/\(app)"
        guard paths.count <= Self.workspacePathLimit else { return [workspace] }
        var left = outermost(paths)
        while left.count > Self.pathLimit {
            let folders = Dictionary(grouping: left, by: folder).map { folder, paths in
                // The workspace itself comes last; among equally full folders the innermost comes first.
                (rank: (folder == workspace ? 0 : paths.count, folder.utf8.count, folder), path: folder)
            }
            guard let fullest = folders.max(by: { $0.rank < $1.rank }) else { break }
            left = outermost(left + [fullest.path])
        }
        return left
    }

    /// - Returns: the paths that are not inside another one, sorted.
    private func outermost(_ paths: [String]) -> [String] {
        let all = Set(paths)
        return all.filter { path in
            var inner = path
            while folder(inner) != inner {
                inner = folder(inner)
                if all.contains(inner) { return false }
            }
            return true
        }.sorted()
    }

    /// - Returns: the parent folder; a workspace is its own.
    private func folder(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.index(path.startIndex, offsetBy: workspaces.count)
        else {
            return path
        }
        return String(path[..<slash])
    }

    private mutating func leaveOut(_ path: String, because reason: String = "") {
        patterns.append(Self.literally(path))
        leftOut.add(path, because: reason)
    }

    /// Uses `?` for what a pattern cannot express: invalid UTF-8, control characters and pattern syntax.
    private static func literally(_ path: String) -> String {
        String(
            String.UnicodeScalarView(
                path.unicodeScalars.map { scalar in
                    let isPlain =
                        scalar.value >= 32 && scalar.value != 127 && !"*?[]\\$\u{FFFD}".unicodeScalars.contains(scalar)
                    return isPlain ? scalar : "?"
                }))
    }
}
