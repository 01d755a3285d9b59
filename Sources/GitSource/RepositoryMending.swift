import Model
import CGit2
import Glibc

/// Makes a workspace's repository usable again that a crash or the app has damaged. No other child uses it meanwhile.
struct RepositoryMending {
    private static let git = rawName(".git")
    private static let head = rawName("HEAD")
    private static let lockSuffix = ".lock"
    private static let unborn = "ref: refs/heads/main\n"
    private static let maximumDepth = 20

    let folder: String

    /// - Returns: false if what is there is no repository that can be used.
    func run() -> Bool {
        guard let top = OpenFolder(folder), let status = top.status(of: Self.git) else { return true }
        guard status.isFolder, let git = OpenFolder(Self.git, in: top) else { return false }
        Self.unlock(git)
        if let references = OpenFolder(rawName("refs"), in: git) { Self.unlockAll(references, depth: 0) }
        // Only a cache here, and the app may have added files of its own.
        unlinkat(git.descriptor, "index", 0)
        return Self.mendHead(git) && mendReferences()
    }

    /// Moves it aside, so that it is made again.
    func moveAside(to kept: KeptFolder) throws(StepFailure) {
        guard let top = OpenFolder(folder) else { throw GitFailure.unknown("the workspace is gone") }
        if top.status(of: Self.git) != nil { try kept.take(Self.git, from: top, at: [Self.git]) }
    }

    var isThere: Bool { OpenFolder(folder)?.status(of: Self.git) != nil }

    /// Locks that a killed process left.
    private static func unlock(_ folder: borrowing OpenFolder) {
        for name in folder.names() where shownPath([name]).hasSuffix(lockSuffix) {
            unlinkat(folder.descriptor, name, 0)
        }
    }

    private static func unlockAll(_ folder: borrowing OpenFolder, depth: Int) {
        unlock(folder)
        guard depth < maximumDepth else { return }
        for name in folder.names() where folder.status(of: name)?.isFolder == true {
            if let inner = OpenFolder(name, in: folder) { unlockAll(inner, depth: depth + 1) }
        }
    }

    private static func mendHead(_ git: borrowing OpenFolder) -> Bool {
        if let head = content(git), head.hasPrefix("ref: refs/") || CommitID(head) != nil { return true }
        guard unlinkat(git.descriptor, head, 0) == 0 || errno == ENOENT else { return false }
        let file = openat(git.descriptor, head, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard file >= 0 else { return false }
        defer { close(file) }
        return write(file, unborn, unborn.utf8.count) == unborn.utf8.count
    }

    private static func content(_ git: borrowing OpenFolder) -> String? {
        let file = openat(git.descriptor, head, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// A fetch reads every reference, and the commit that it names.
    private func mendReferences() -> Bool {
        var repository: OpaquePointer?
        var names = git_strarray()
        guard git_repository_open_ext(&repository, folder, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil) == 0 else {
            return false
        }
        defer { git_repository_free(repository) }
        guard git_reference_list(&names, repository) == 0 else { return false }
        defer { git_strarray_dispose(&names) }
        guard let confined = ConfinedFolder(folder) else { return false }
        return (0..<names.count).allSatisfy { index in
            guard let name = names.strings[index] else { return true }
            if Self.leadsToObject(name, in: repository) { return true }
            confined.remove(".git/\(String(cString: name))")
            // One of the same name may be packed.
            var id = git_oid()
            return git_reference_name_to_id(&id, repository, name) == GIT_ENOTFOUND.rawValue
                || Self.leadsToObject(name, in: repository)
        }
    }

    private static func leadsToObject(_ name: UnsafePointer<CChar>, in repository: OpaquePointer?) -> Bool {
        var (id, object): (git_oid, OpaquePointer?) = (git_oid(), nil)
        guard git_reference_name_to_id(&id, repository, name) == 0,
            git_object_lookup(&object, repository, &id, GIT_OBJECT_ANY) == 0
        else { return false }
        git_object_free(object)
        return true
    }
}
