import Glibc

/// Disk usage of a tree, without following links or crossing file systems.
package enum FolderSize {
    /// Each level holds a file descriptor; deeper folders are skipped.
    private static let maximumDepth = 200

    /// How a file with several hard links counts.
    package enum Links: Sendable {
        /// For its share, so that all its links together count it once.
        case shared
        /// Each link counts the whole file.
        case whole
        /// Whole, if it has at most so many links, else not.
        case upTo(Int64)

        fileprivate func count(_ bytes: Int64, links: Int64) -> Int64 {
            switch self {
            case .shared: bytes / max(1, links)
            case .whole: bytes
            case .upTo(let most): links <= most ? bytes : 0
            }
        }
    }

    /// - Returns: bytes; unreadable and vanishing files count as 0.
    package static func bytes(of path: String, linked: Links = .shared) -> Int64 {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return 0 }
        defer { close(folder) }
        var status = stat()
        guard fstat(folder, &status) == 0 else { return 0 }
        return Int64(status.st_blocks) * 512 + contents(of: folder, on: status.st_dev, linked, depth: 1)
    }

    private static func contents(of folder: Int32, on device: dev_t, _ linked: Links, depth: Int) -> Int64 {
        ((try? FolderListing.rawNames(in: folder)) ?? []).reduce(0) { bytes, name in
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_dev == device else {
                return bytes
            }
            guard status.st_mode & S_IFMT == S_IFDIR else {
                return bytes + linked.count(Int64(status.st_blocks) * 512, links: Int64(status.st_nlink))
            }
            guard depth < maximumDepth else { return bytes }
            let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard child >= 0 else { return bytes }
            defer { close(child) }
            return bytes + Int64(status.st_blocks) * 512 + contents(of: child, on: device, linked, depth: depth + 1)
        }
    }
}
