import Model
import CGit2

/// What a commit only refers to: large files and submodules.
struct CommitParts {
    struct LargeFile {
        let path: String
        let pointer: LFSPointer
        let isExecutable: Bool
    }

    struct Submodule {
        let path: String
        let commit: CommitID
    }

    /// Empty unless the repository uses Git LFS.
    private(set) var largeFiles: [LargeFile] = []
    private(set) var submodules: [Submodule] = []
    /// The file `.gitmodules`.
    private(set) var modules = ""

    init() {}

    init(of commit: OpaquePointer, in repository: OpaquePointer) throws(StepFailure) {
        var tree: OpaquePointer?
        var database: OpaquePointer?
        guard git_commit_tree(&tree, commit) == 0, git_repository_odb(&database, repository) == 0, let database else {
            throw GitFailure.unknown("the commit has no files")
        }
        defer {
            git_tree_free(tree)
            git_odb_free(database)
        }
        var walk = Walk(repository: repository, database: database)
        let walked = withUnsafeMutablePointer(to: &walk) { walk in
            git_tree_walk(
                tree, GIT_TREEWALK_PRE,
                { folder, entry, walk in
                    guard let folder, let entry, let walk else { return -1 }
                    return walk.assumingMemoryBound(to: Walk.self).pointee.visit(entry, String(cString: folder))
                }, walk)
        }
        guard walked == 0 else { throw GitFailure.unknown("could not list the files") }
        largeFiles = walk.usesLFS ? walk.largeFiles : []
        (submodules, modules) = (walk.submodules, walk.modules)
    }
}

/// Visits each entry of a commit.
private struct Walk {
    /// A few objects can describe an astronomical number of files.
    private static let maximumEntries = 2_000_000
    private static let maximumAttributes = 64 << 10

    var usesLFS = false
    var entries = 0
    var largeFiles: [CommitParts.LargeFile] = []
    var submodules: [CommitParts.Submodule] = []
    var modules = ""
    let repository: OpaquePointer
    let database: OpaquePointer

    /// - Parameter folder: with a trailing slash; empty for the root.
    /// - Returns: a non-zero value to stop the walk.
    mutating func visit(_ entry: OpaquePointer, _ folder: String) -> Int32 {
        entries += 1
        guard entries <= Self.maximumEntries else { return -1 }
        let name = String(cString: git_tree_entry_name(entry))
        switch git_tree_entry_filemode(entry) {
        case GIT_FILEMODE_COMMIT:
            if let id = git_tree_entry_id(entry)?.pointee, let commit = CommitID(id.text) {
                submodules.append(CommitParts.Submodule(path: folder + name, commit: commit))
            }
        case GIT_FILEMODE_BLOB where name == ".gitattributes":
            usesLFS = usesLFS || LFSPointer.isUsed(by: content(entry, 0...Self.maximumAttributes) ?? [])
        case GIT_FILEMODE_BLOB where name == ".gitmodules" && folder.isEmpty:
            modules = String(decoding: content(entry, 0...GitModules.maximumBytes) ?? [], as: UTF8.self)
        case let mode where mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE:
            guard let pointer = content(entry, LFSPointer.lengths).flatMap(LFSPointer.init) else { break }
            let isExecutable = mode == GIT_FILEMODE_BLOB_EXECUTABLE
            largeFiles.append(CommitParts.LargeFile(path: folder + name, pointer: pointer, isExecutable: isExecutable))
        default: break
        }
        return 0
    }

    /// - Returns: nil if the file has another length.
    private func content(_ entry: OpaquePointer, _ lengths: ClosedRange<Int>) -> [UInt8]? {
        var (size, kind) = (0, GIT_OBJECT_ANY)
        guard git_odb_read_header(&size, &kind, database, git_tree_entry_id(entry)) == 0, lengths.contains(size) else {
            return nil
        }
        var blob: OpaquePointer?
        guard git_blob_lookup(&blob, repository, git_tree_entry_id(entry)) == 0 else { return nil }
        defer { git_blob_free(blob) }
        return Array(UnsafeRawBufferPointer(start: git_blob_rawcontent(blob), count: Int(git_blob_rawsize(blob))))
    }
}
