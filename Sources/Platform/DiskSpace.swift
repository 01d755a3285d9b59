import Glibc

/// Total and free space of a folder's file system, in bytes (statvfs(3)).
package struct DiskSpace: Equatable, Sendable {
    package let total: Int64
    package let used: Int64
    /// Available to users other than root.
    package let free: Int64
    /// Free inodes; file systems that allocate them on demand, such as btrfs, report 0.
    package let freeFiles: UInt64

    /// - Returns: nil if the folder does not exist.
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
