import Model
import CGit2
import Glibc

/// Keeps a workspace's repository small: each fetch adds a pack, and libgit2 has no `gc`.
///
/// Once there are ``mostPacks``, those go that hold nothing that `HEAD`, the references or the kept commits need. If many
/// are left, the small ones become one pack, again of what is needed. In a repository with its whole history nothing is
/// dropped. Files that an interrupted fetch left behind are deleted.
///
/// Any error leaves the repository as it is, with more packs: the next fetch tries again.
struct RepositoryCompaction {
    static let mostPacks = 16
    /// Packs that are worth packing again.
    private static let many = mostPacks / 2
    /// Bytes that are packed again at most, since it takes a second for some megabytes.
    private static let work: Int64 = 128 << 20
    private static let ownReferences = [
        "HEAD", RemoteFetch.localName, LocalRepository.writtenNames.now, LocalRepository.writtenNames.before,
    ]
    /// Seconds after which nobody writes an unfinished pack any longer.
    private static let abandoned = 3600

    private struct LivePack {
        let pack: PackFile
        let needed: [ObjectID]
        /// Commits without their history.
        let shallow: Set<ObjectID>
    }

    private let repository: OpaquePointer
    private let gitFolder: String
    private let shortens: Bool
    private var packs: String { gitFolder + "/objects/pack" }

    /// - Parameter shortens: the server sends commits without history. Then a repository that has all history, since each
    ///   fetch brought the next commit, needs none of it.
    init(of repository: OpaquePointer, in folder: String, shortens: Bool) {
        self.shortens = shortens
        self.repository = repository
        gitFolder = folder + "/.git"
    }

    /// - Parameter commits: kept with their files, besides what `HEAD` and the references lead to.
    func run(keeping commits: [CommitID]) {
        let names = fileNames()
        removeAbandoned(names)
        defer { closeHistory() }
        let all = names.filter { $0.hasSuffix(".idx") }.map { PackFile(path: packs + "/" + $0.dropLast(4)) }
        guard all.count >= Self.mostPacks else { return }
        let shallow = ShallowFile(folder: gitFolder)
        let isWhole = shallow.isMissing && !shortens
        // A fetch of the next commit would add it to the history of the one before, so that nothing ever went.
        let cut = isWhole ? [] : ownCommits().union(commits.compactMap(ObjectID.init))
        var walk = ObjectWalk(repository, shallow: shallow.commits.union(cut))
        guard walk.takeHeads(), commits.allSatisfy({ walk.take($0) }) else { return }
        var live: [LivePack] = []
        var superseded: [PackFile] = []
        var staying: Set<ObjectID> = []
        for pack in all {
            guard let objects = pack.objects() else { return }
            // Their history is still missing where they stay without being needed.
            let shallowHere = shallow.commits.intersection(objects)
            if pack.isKept {
                staying.formUnion(shallowHere)
                continue
            }
            let needed = objects.filter { isWhole || walk.needed[$0] != nil }
            if needed.isEmpty {
                superseded.append(pack)
            } else {
                live.append(LivePack(pack: pack, needed: needed, shallow: shallowHere))
            }
        }
        var name = ""
        let (small, large) = Self.divided(live)
        if small.count >= Self.many {
            let held = Set(large.flatMap(\.needed))
            let wanted = Set(small.flatMap(\.needed)).subtracting(held)
            guard let new = wanted.isEmpty ? "" : write(wanted, names: walk.needed) else { return }
            name = new
            superseded += small.map(\.pack)
            staying.formUnion(large.flatMap(\.shallow))
        } else {
            staying.formUnion(live.flatMap(\.shallow))
        }
        guard !superseded.isEmpty else { return }
        let isCut =
            isWhole
            || shallow.write(
                shallow.commits.union(cut).filter { walk.needed[$0] != nil }.union(staying))
        guard isCut else { return }
        for pack in superseded where !pack.path.hasSuffix("/pack-\(name)") { pack.delete() }
        unlink(packs + "/multi-pack-index")
        guard !isWhole else { return }
        // They have a line for each fetch, most of commits that are gone.
        for name in Self.ownReferences { git_reflog_delete(repository, name) }
    }

    /// A fetch leaves only its own commit in the file: the next one, and `git log`, would look for parents that are gone.
    private func closeHistory() {
        let shallow = ShallowFile(folder: gitFolder)
        let open = HistoryWalk(repository, shallow: shallow.commits).commitsWithLostParents()
        if !open.isEmpty { _ = shallow.write(shallow.commits.union(open)) }
    }

    /// What is checked out, what was fetched last, and what was written.
    private func ownCommits() -> Set<ObjectID> {
        Set(
            Self.ownReferences.compactMap { name in
                var id = git_oid()
                return git_reference_name_to_id(&id, repository, name) == 0 ? ObjectID(id) : nil
            })
    }

    /// The smallest packs that together are not too much ``work``, and the others.
    private static func divided(_ packs: [LivePack]) -> (small: [LivePack], large: [LivePack]) {
        let sizes = packs.map { ($0, $0.pack.bytes) }.sorted { $0.1 < $1.1 }
        var sum: Int64 = 0
        let small = sizes.prefix { entry in
            sum += entry.1
            return sum <= work
        }
        return (small.map(\.0), sizes.dropFirst(small.count).map(\.0))
    }

    /// - Parameter names: of files, which help to find similar contents.
    /// - Returns: the name of the new pack once it is on the disk.
    private func write(_ objects: Set<ObjectID>, names: [ObjectID: String]) -> String? {
        var builder: OpaquePointer?
        guard git_packbuilder_new(&builder, repository) == 0 else { return nil }
        defer { git_packbuilder_free(builder) }
        git_packbuilder_set_threads(builder, 1)
        for object in objects {
            var id = object.id
            guard git_packbuilder_insert(builder, &id, names[object]) == 0 else { return nil }
        }
        guard git_packbuilder_write(builder, packs, 0, nil, nil) == 0, let name = git_packbuilder_name(builder) else {
            return nil
        }
        let new = String(cString: name)
        let files = ["\(packs)/pack-\(new).pack", "\(packs)/pack-\(new).idx", packs]
        return files.allSatisfy(Self.sync) ? new : nil
    }

    private static func sync(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private func fileNames() -> [String] {
        guard let folder = opendir(packs) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.sorted()
    }

    /// libgit2 writes to `pack_git2_…` until a pack is complete.
    private func removeAbandoned(_ names: [String]) {
        for name in names where name.hasPrefix("pack_git2_") {
            var status = stat()
            guard lstat("\(packs)/\(name)", &status) == 0, status.st_mtim.tv_sec < time(nil) - Self.abandoned else {
                continue
            }
            unlink("\(packs)/\(name)")
        }
    }
}
