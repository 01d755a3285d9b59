import FoundationEssentials
import Glibc

/// Status of a path, without following a symbolic link (lstat).
struct FileStatus {
    let owner: UInt32
    let changedAt: Date
    private let mode: mode_t

    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        owner = status.st_uid
        changedAt = Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
        mode = status.st_mode
    }

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isFile: Bool { mode & S_IFMT == S_IFREG }
}
