import Model
import Platform
import Glibc

/// Checks the files that restic restored: verifies what its listing does not show and counts entries again. Only the
/// service can write to the folder, so nothing changes meanwhile.
struct RestoredTree {
    private struct File: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    private let owner: UInt32?
    private var entries = 0
    /// Hard links by file: expected link count, and paths seen so far.
    private var names: [File: (expected: Int, seen: Int, path: String)] = [:]

    /// - Parameters:
    ///   - folder: an app's workspace, or the staged folder.
    ///   - owner: user and group ID to assign.
    ///   - visit: called for each regular file.
    /// - Returns: the number of entries, including the folder itself.
    /// - Throws: `archive_type`, `archive_link` for a file with hard links elsewhere, or `archive_path`.
    static func check(
        _ folder: String, owner: UInt32? = nil,
        visit: (String, stat) throws(BackupFailure) -> Void = { _, _ throws(BackupFailure) in }
    ) throws(BackupFailure) -> Int {
        var tree = RestoredTree(owner: owner)
        try tree.look(at: folder, visit)
        for file in tree.names.values where file.expected != file.seen {
            throw .archive("link", "\(file.path) has hard links outside of the folder")
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
            throw .archive("path", "\(path.debugDescription) cannot be opened")
        }
        entries += 1
        // Called even if the owner is already correct: chown clears file capabilities (chown(2), VFS's ATTR_KILL_PRIV).
        if let owner, lchown(path, owner, owner) != 0 { throw .folder("change the owner of", path) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            for name in FolderListing.names(at: path) ?? [] { try look(at: "\(path)/\(name)", visit) }
        case S_IFLNK: break
        case S_IFREG:
            guard status.st_mode & (S_ISUID | S_ISGID) == 0 else {
                throw .archive("type", "\(path) has a setuid or setgid bit")
            }
            if status.st_nlink > 1 {
                let file = File(device: status.st_dev, inode: status.st_ino)
                names[file, default: (Int(status.st_nlink), 0, path)].seen += 1
            }
            try visit(path, status)
        default: throw .archive("type", "\(path) is not a file, folder or link")
        }
    }
}
