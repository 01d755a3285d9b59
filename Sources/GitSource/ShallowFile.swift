import CGit2
import Glibc

/// `.git/shallow`: the commits whose history a repository does not have, one ID a line (gitrepository-layout(5)).
struct ShallowFile {
    let commits: Set<ObjectID>
    /// The repository has its whole history.
    let isMissing: Bool
    private let path: String

    init(folder: String) {
        path = folder + "/shallow"
        guard let file = fopen(path, "re") else {
            (commits, isMissing) = ([], true)
            return
        }
        defer { fclose(file) }
        var found: Set<ObjectID> = []
        var line = [CChar](repeating: 0, count: 128)
        while fgets(&line, Int32(line.count), file) != nil {
            var id = git_oid()
            if git_oid_fromstrn(&id, line, Int(GIT_OID_SHA1_HEXSIZE)) == 0 { found.insert(ObjectID(id)) }
        }
        (commits, isMissing) = (found, false)
    }

    /// Replaces the file's commits, or leaves them all.
    /// - Returns: false on an error.
    func write(_ commits: Set<ObjectID>) -> Bool {
        let text = commits.map { $0.id.text + "\n" }.sorted().joined()
        let temporary = path + ".dcc"
        unlink(temporary)
        guard let file = fopen(temporary, "wxe") else { return false }
        let isWritten = fputs(text, file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0
        guard fclose(file) == 0, isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }
}
