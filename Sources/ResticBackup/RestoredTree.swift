import ControlCenter
import Glibc

/// What restic put on the disk, looked at once more: what its listing does not tell is seen here, and what it tells is
/// counted again. The folder is the service's own, so that nobody changes it meanwhile.
struct RestoredTree {
    private struct File: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    private let owner: UInt32?
    private var entries = 0
    /// Files with several names: how many there are, and how many were seen.
    private var names: [File: (expected: Int, seen: Int, path: String)] = [:]

    /// - Parameters:
    ///   - folder: an app's workspace, or the staged folder.
    ///   - owner: whom everything is given to.
    ///   - visit: each regular file.
    /// - Returns: how many entries it has, itself among them.
    /// - Throws: `archive_type`, `archive_link` for a file with names elsewhere too, `archive_path`.
    static func check(
        _ folder: String, owner: UInt32? = nil,
        visit: (String, stat) throws(BackupFailure) -> Void = { _, _ throws(BackupFailure) in }
    ) throws(BackupFailure) -> Int {
        var tree = RestoredTree(owner: owner)
        try tree.look(at: folder, visit)
        for file in tree.names.values where file.expected != file.seen {
            throw .archive("link", "\(file.path) is a name of a file that has others elsewhere")
        }
        return tree.entries
    }

    private init(owner: UInt32?) {
        self.owner = owner
    }

    private mutating func look(
        at path: String, _ visit: (String, stat) throws(BackupFailure) -> Void
    ) throws(BackupFailure) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            throw .archive("path", "\(path.debugDescription) cannot be found again")
        }
        entries += 1
        // Also where the owner is right already: it takes a file's capabilities away (chown(2), VFS's ATTR_KILL_PRIV).
        if let owner, lchown(path, owner, owner) != 0 { throw .folder("hand over", path) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            for name in FolderListing.names(at: path) ?? [] { try look(at: "\(path)/\(name)", visit) }
        case S_IFLNK: break
        case S_IFREG:
            guard status.st_mode & (S_ISUID | S_ISGID) == 0 else {
                throw .archive("type", "\(path) gives another's rights")
            }
            if status.st_nlink > 1 {
                let file = File(device: status.st_dev, inode: status.st_ino)
                names[file, default: (Int(status.st_nlink), 0, path)].seen += 1
            }
            try visit(path, status)
        default: throw .archive("type", "\(path) is no file, folder or link")
        }
    }
}
