import Glibc

/// Disk usage of a tree, without following links or crossing file systems.
package enum FolderSize {
    /// Each level holds a file descriptor; deeper folders are skipped.
    private static let maximumDepth = 200

    /// - Returns: bytes; unreadable and vanishing files count as 0.
    package static func bytes(of path: String) -> Int64 {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return 0 }
        defer { close(folder) }
        var status = stat()
        guard fstat(folder, &status) == 0 else { return 0 }
        return Int64(status.st_blocks) * 512 + contents(of: folder, on: status.st_dev, depth: 1)
    }

    private static func contents(of folder: Int32, on device: dev_t, depth: Int) -> Int64 {
        (FolderListing.rawNames(in: folder) ?? []).reduce(0) { bytes, name in
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_dev == device else {
                return bytes
            }
            // Each of a file's hard links counts for its share, so the file counts once in total.
            let links = max(1, Int64(status.st_nlink))
            guard status.st_mode & S_IFMT == S_IFDIR else { return bytes + Int64(status.st_blocks) * 512 / links }
            guard depth < maximumDepth else { return bytes }
            let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard child >= 0 else { return bytes }
            defer { close(child) }
            return bytes + Int64(status.st_blocks) * 512 + contents(of: child, on: device, depth: depth + 1)
        }
    }
}
