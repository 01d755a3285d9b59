import ControlCenter

/// What of the workspaces is not backed up, as patterns of restic's (Go's `filepath.Match`).
struct Exclusions {
    /// Made again from pinned versions, or fetched again.
    private static let caches = [
        ".dcc/venv", ".dcc/installed", ".dcc/wanted", ".dcc/cache", ".dcc/tmp", ".dcc/home/.cache",
    ]

    /// How many paths of one app are left out one by one.
    private static let patience = 50

    private let workspaces: String
    private var objected: Set<String> = []
    private var patterns: [String]
    var leftOut = LeftOut()

    init(workspaces: String, apps: [String]) {
        self.workspaces = workspaces
        let root = Self.literally(workspaces)
        patterns = ["\(root)/**/__pycache__"] + Self.caches.map { "\(root)/*/\($0)" }
        // Scratch folders, what somebody else put there, and apps that came after the database was copied.
        patterns += (FolderListing.names(at: workspaces) ?? []).filter { !apps.contains($0) }
            .map { "\(root)/\(Self.literally($0))" }
    }

    var arguments: [String] { patterns.map { "--exclude=\($0)" } }

    /// - Throws: an objection to what is ours.
    mutating func add(_ objections: [SnapshotJudge.Objection]) throws(BackupFailure) {
        var ofApps: [String: [SnapshotJudge.Objection]] = [:]
        for objection in objections {
            guard objection.path.hasPrefix(workspaces + "/") else { throw objection.failure }
            let app = objection.path.dropFirst(workspaces.count + 1).prefix { $0 != "/" }
            ofApps[String(app), default: []].append(objection)
        }
        for (app, objections) in ofApps.sorted(by: { $0.key < $1.key }) {
            // Whoever makes such files again and again, or many of them, keeps no other app from being backed up.
            let isStubborn = objections.count > Self.patience || !objected.insert(app).inserted
            if objections.contains(where: { $0.failure.code == "archive_too_many" }) {
                leaveOut("\(workspaces)/\(app)", because: " (too many files, see backup.maxFiles)")
            } else if isStubborn {
                leaveOut("\(workspaces)/\(app)")
            } else {
                for objection in objections { leaveOut(objection.path) }
            }
        }
    }

    private mutating func leaveOut(_ path: String, because reason: String = "") {
        patterns.append(Self.literally(path))
        leftOut.add(path, because: reason)
    }

    /// A `?` stands for what cannot be written in a pattern: bytes that are no UTF-8, controls, and signs with a meaning.
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
