import Glibc

/// What a folder's file system holds and can still hold, in bytes (statvfs(3)).
package struct DiskSpace: Equatable, Sendable {
    package let total: Int64
    package let used: Int64
    /// What is left for everybody but root.
    package let free: Int64
    /// For how many files more there is room; some file systems, such as btrfs, make that as it is needed.
    package let freeFiles: UInt64

    /// - Returns: nil for a folder that is not there.
    package init?(of folder: String) {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let block = Int64(status.f_frsize)
        total = Int64(status.f_blocks) * block
        used = Int64(status.f_blocks - status.f_bfree) * block
        free = Int64(status.f_bavail) * block
        freeFiles = status.f_files == 0 ? .max : UInt64(status.f_favail)
    }
}
