import ControlCenter

/// Where the two parts of a snapshot lie in it: the staged folder, and the workspaces.
struct BackupPaths: Equatable {
    static let stagedName = "backup/staged"
    static let manifest = "manifest.json"
    static let code = "manifest.mac"
    static let database = "dcc.db"
    static let key = "secrets.key"
    static let configuration = "dcc.json"
    /// What the staged folder holds, and nothing else.
    static let stagedFiles: Set = [manifest, code, database, key, configuration]

    let staged: String
    let workspaces: String

    init(staged: String, workspaces: String) {
        self.staged = staged
        self.workspaces = workspaces
    }

    /// - Parameter paths: the folders that a snapshot says it is of.
    init(of paths: [String]) throws(BackupFailure) {
        guard paths.count == 2, let staged = paths.first(where: { $0.hasSuffix("/" + Self.stagedName) }),
            let workspaces = paths.first(where: { $0 != staged }), paths.allSatisfy(Self.isPlain)
        else {
            throw .archive("path", "it is of other folders than a backup of ours: \(paths.joined(separator: ", "))")
        }
        self.init(staged: staged, workspaces: workspaces)
    }

    private static func isPlain(_ path: String) -> Bool {
        path.hasPrefix("/")
            && path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .allSatisfy { !["", ".", ".."].contains($0) }
    }
}

extension BackupFailure {
    /// A backup that must not be restored.
    static func archive(_ kind: String, _ what: String) -> BackupFailure {
        BackupFailure(
            code: "archive_\(kind)", message: "This backup is not restored: \(what).",
            hint: "Nothing was changed. Choose another backup.")
    }
}
