import Model

/// The two folders of a snapshot: staged files and workspaces.
struct BackupPaths: Equatable {
    static let stagedName = "backup/staged"
    static let manifest = "manifest.json"
    static let code = "manifest.mac"
    static let database = "dcc.db"
    static let key = "secrets.key"
    static let configuration = "dcc.json"
    /// The complete contents of the staged folder.
    static let stagedFiles: Set = [manifest, code, database, key, configuration]

    let staged: String
    let workspaces: String

    init(staged: String, workspaces: String) {
        self.staged = staged
        self.workspaces = workspaces
    }

    /// - Parameter paths: the folders that the snapshot lists.
    init(of paths: [String]) throws(BackupFailure) {
        guard paths.count == 2, let staged = paths.first(where: { $0.hasSuffix("/" + Self.stagedName) }),
            let workspaces = paths.first(where: { $0 != staged }), paths.allSatisfy(Self.isPlain)
        else {
            throw .archive("path", "it contains folders that are not in a backup: \(paths.joined(separator: ", "))")
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
    /// Failure for a backup that must not be restored.
    static func archive(_ kind: String, _ what: String) -> BackupFailure {
        BackupFailure(
            code: "archive_\(kind)", message: "This backup was not restored: \(what).",
            hint: "Nothing was changed. Choose another backup.")
    }
}
