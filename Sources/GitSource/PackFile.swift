import CGit2
import Glibc

/// A pack of a repository, with its index.
struct PackFile {
    /// Without the ending.
    let path: String

    /// Someone, such as `git`, asked for it to be kept.
    var isKept: Bool { access(path + ".keep", F_OK) == 0 }

    /// Size of the pack, 0 if it is missing.
    var bytes: Int64 {
        var status = stat()
        return lstat(path + ".pack", &status) == 0 ? Int64(status.st_size) : 0
    }

    /// - Returns: nil if the index cannot be read.
    func objects() -> [ObjectID]? {
        var database: OpaquePointer?
        guard git_odb_new(&database) == 0 else { return nil }
        defer { git_odb_free(database) }
        var backend: OpaquePointer?
        guard git_odb_backend_one_pack(&backend, path + ".idx") == 0, git_odb_add_backend(database, backend, 1) == 0
        else { return nil }
        let found = Found()
        let code = git_odb_foreach(
            database,
            { id, payload in
                guard let id, let payload else { return -1 }
                Unmanaged<Found>.fromOpaque(payload).takeUnretainedValue().ids.append(ObjectID(id.pointee))
                return 0
            }, Unmanaged.passUnretained(found).toOpaque())
        return code == 0 ? found.ids : nil
    }

    /// The index first: without it nothing looks for the pack.
    func delete() {
        for end in [".idx", ".rev", ".bitmap", ".pack"] { unlink(path + end) }
    }

    private final class Found {
        var ids: [ObjectID] = []
    }
}
