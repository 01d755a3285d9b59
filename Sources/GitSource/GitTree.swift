import CGit2
import Glibc

/// One folder of a commit.
final class GitTree {
    enum Kind {
        case folder, file, link, submodule
    }

    struct Entry {
        let id: git_oid
        let kind: Kind
    }

    let handle: OpaquePointer
    private let repository: OpaquePointer

    private init(_ handle: OpaquePointer, in repository: OpaquePointer) {
        self.handle = handle
        self.repository = repository
    }

    deinit { git_object_free(handle) }

    /// The top folder of a commit.
    /// - Parameter id: of a commit.
    /// - Returns: nil if the repository does not have it, or not whole.
    static func top(of id: git_oid, in repository: OpaquePointer) -> GitTree? {
        peeled(id, GIT_OBJECT_COMMIT, in: repository)
    }

    /// The folder of this name; nil if there is none.
    func folder(_ name: [CChar]) -> GitTree? {
        guard let entry = entry(name), entry.kind == .folder else { return nil }
        return Self.peeled(entry.id, GIT_OBJECT_TREE, in: repository)
    }

    private static func peeled(_ id: git_oid, _ type: git_object_t, in repository: OpaquePointer) -> GitTree? {
        var (id, object, tree): (git_oid, OpaquePointer?, OpaquePointer?) = (id, nil, nil)
        guard git_object_lookup(&object, repository, &id, type) == 0 else { return nil }
        defer { git_object_free(object) }
        guard git_object_peel(&tree, object, GIT_OBJECT_TREE) == 0 else { return nil }
        return tree.map { GitTree($0, in: repository) }
    }

    func entry(_ name: [CChar]) -> Entry? {
        guard let entry = git_tree_entry_byname(handle, name), let id = git_tree_entry_id(entry)?.pointee else {
            return nil
        }
        let kind: Kind =
            switch git_tree_entry_filemode(entry) {
            case GIT_FILEMODE_TREE: .folder
            case GIT_FILEMODE_LINK: .link
            case GIT_FILEMODE_COMMIT: .submodule
            default: .file
            }
        return Entry(id: id, kind: kind)
    }

    /// Raw names of its entries.
    var names: [[CChar]] {
        (0..<git_tree_entrycount(handle)).compactMap { index in
            git_tree_entry_byindex(handle, index).flatMap { git_tree_entry_name($0) }.map { name in
                Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
            }
        }
    }
}
