import Model
import CGit2
import Glibc

/// A Git repository in a folder that the app can write to: nothing in it is trusted.
struct LocalRepository: ~Copyable {
    /// The commit whose files the folder has or is about to get, and the one before. `HEAD` may be a commit of the app.
    static let writtenNames = (now: "refs/dcc/checkout", before: "refs/dcc/before")

    let handle: OpaquePointer

    /// Opens the folder's repository, or creates one.
    init(at folder: String, _ events: FetchEvents) throws(StepFailure) {
        let handle = try Self.openOrMake(folder, events)
        do {
            try Self.refuseUnsafeNames(handle, events)
        } catch {
            git_repository_free(handle)
            throw error
        }
        self.handle = handle
        Self.excludeOurFolder(folder)
    }

    deinit { git_repository_free(handle) }

    func has(_ commit: CommitID) -> Bool {
        var id = git_oid()
        var database: OpaquePointer?
        guard git_oid_fromstr(&id, commit.rawValue) == 0, git_repository_odb(&database, handle) == 0 else {
            return false
        }
        defer { git_odb_free(database) }
        return git_odb_exists(database, &id) == 1
    }

    /// The commits whose files may be in the folder.
    /// - Parameter known: what the control center knows.
    func written(_ known: CommitID?) -> [git_oid] {
        var found: [git_oid] = []
        for name in [Self.writtenNames.now, Self.writtenNames.before] {
            if let id = target(name) { found.append(id) }
        }
        var id = git_oid()
        if let known, git_oid_fromstr(&id, known.rawValue) == 0 { found.append(id) }
        return found
    }

    /// Remembers that files of this commit are about to be written.
    func note(_ commit: git_oid, _ events: FetchEvents) throws(StepFailure) {
        let now = target(Self.writtenNames.now)
        if let now, now.text != commit.text { try set(Self.writtenNames.before, now, events) }
        try set(Self.writtenNames.now, commit, events)
    }

    private func target(_ name: String) -> git_oid? {
        var id = git_oid()
        return git_reference_name_to_id(&id, handle, name) == 0 ? id : nil
    }

    private func set(_ name: String, _ commit: git_oid, _ events: FetchEvents) throws(StepFailure) {
        var (id, reference): (git_oid, OpaquePointer?) = (commit, nil)
        try events.check(git_reference_create(&reference, handle, name, &id, 1, nil), "note the commit")
        git_reference_free(reference)
    }

    private static func openOrMake(_ folder: String, _ events: FetchEvents) throws(StepFailure) -> OpaquePointer {
        forgetAlternates(folder)
        var repository: OpaquePointer?
        if git_repository_open_ext(&repository, folder, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil) != 0 {
            try events.check(git_repository_init(&repository, folder, 0), "create the repository")
        }
        guard let repository else { throw GitFailure.unknown("no repository") }
        return repository
    }

    /// Rejects file names that other file systems would treat as `.git` (CVE-2014-9390, CVE-2019-1352).
    private static func refuseUnsafeNames(_ handle: OpaquePointer, _ events: FetchEvents) throws(StepFailure) {
        var configuration: OpaquePointer?
        try events.check(git_repository_config(&configuration, handle), "configure the repository")
        defer { git_config_free(configuration) }
        for key in ["core.protectHFS", "core.protectNTFS"] {
            try events.check(git_config_set_bool(configuration, key, 1), "configure the repository")
        }
    }

    /// `.dcc/` holds the virtual environment and caches. The repository's own `.gitignore` is not changed.
    private static func excludeOurFolder(_ folder: String) {
        let path = "\(folder)/.git/info/exclude"
        // The app may have put a pipe there, which nobody reads.
        unlink(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
        guard file >= 0 else { return }
        defer { close(file) }
        let line = Array("/.dcc/\n".utf8)
        _ = write(file, line, line.count)
    }

    /// The app can write to `.git` and point to objects anywhere on the host.
    private static func forgetAlternates(_ folder: String) {
        for name in ["alternates", "http-alternates"] { unlink("\(folder)/.git/objects/info/\(name)") }
    }
}
