package import FoundationEssentials
import Glibc

/// Status of a path, without following a symbolic link (lstat).
package struct FileStatus: Sendable {
    package let owner: UInt32
    package let changedAt: Date
    private let mode: mode_t

    package init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    package init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        owner = status.st_uid
        changedAt = Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
        mode = status.st_mode
    }

    package var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    package var isFile: Bool { mode & S_IFMT == S_IFREG }
}
