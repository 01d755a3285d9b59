import Model
import CGit2

/// Goes through the history of `HEAD` and all references.
struct HistoryWalk {
    /// Commits looked at, at most: a repository with a long history has all of it.
    private static let most = 10_000

    private let repository: OpaquePointer
    private let shallow: Set<ObjectID>

    /// - Parameter shallow: commits whose history is known to be missing.
    init(_ repository: OpaquePointer, shallow: Set<ObjectID>) {
        self.repository = repository
        self.shallow = shallow
    }

    /// Commits that are no ``shallow`` ones although a parent is missing.
    func commitsWithLostParents() -> Set<ObjectID> {
        var database: OpaquePointer?
        guard git_repository_odb(&database, repository) == 0 else { return [] }
        defer { git_odb_free(database) }
        var next = ReferenceTargets.all(in: repository) ?? []
        var seen: Set<ObjectID> = []
        var lost: Set<ObjectID> = []
        while let id = next.popLast(), seen.count < Self.most {
            guard !shallow.contains(id), seen.insert(id).inserted else { continue }
            for parent in parents(of: id) {
                var oid = parent.id
                if git_odb_exists(database, &oid) == 1 { next.append(parent) } else { lost.insert(id) }
            }
        }
        return lost
    }

    /// As the commit itself says: libgit2 answers by the ``ShallowFile`` as it was when it opened the repository, and a
    /// fetch has since replaced that.
    private func parents(of commit: ObjectID) -> [ObjectID] {
        var id = commit.id
        var object: OpaquePointer?
        guard git_commit_lookup(&object, repository, &id) == 0 else { return [] }
        defer { git_commit_free(object) }
        let header = git_commit_raw_header(object).map { String(cString: $0) } ?? ""
        return header.split(separator: "\n").prefix { !$0.hasPrefix("author ") }.compactMap { line in
            line.hasPrefix("parent ") ? CommitID(String(line.dropFirst(7))).flatMap(ObjectID.init) : nil
        }
    }
}
