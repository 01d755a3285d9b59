import ControlCenter
import FoundationEssentials
import Glibc

/// Files, rights and the disk.
enum HostChecks {
    static func findings(_ configuration: ServiceConfiguration) -> [Finding] {
        [socket(configuration), folder(configuration.state), disk(configuration)]
    }

    private static func socket(_ configuration: ServiceConfiguration) -> Finding {
        let path = configuration.socket
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return .look("socket", "\(path) is not there", mend: "start the service")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            return .bad("socket", "\(path) is no socket", mend: "move it away and start the service")
        }
        guard status.st_mode & 0o007 == 0 else {
            return .bad("socket", "everybody may connect to \(path)", mend: "chmod 660 it and restart the service")
        }
        guard getgrnam(configuration.socketGroup)?.pointee.gr_gid == status.st_gid else {
            return .bad(
                "socket", "\(path) does not belong to the group \(configuration.socketGroup)",
                mend: "restart the service, or correct paths.socketGroup")
        }
        return .good("socket", path)
    }

    private static func folder(_ path: String) -> Finding {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return .bad(
                "state folder", "\(path) is no folder", mend: "put it back from a backup, or correct paths.state")
        }
        guard status.st_mode & 0o777 == 0o700 else {
            return .bad("state folder", "others may look into \(path)", mend: "chmod 700 it")
        }
        return .good("state folder", path)
    }

    private static func disk(_ configuration: ServiceConfiguration) -> Finding {
        do {
            try configuration.diskFloor.check()
        } catch {
            return .bad(
                "disk", "\(error.free >> 30) GiB are free, and below \(error.floor >> 30) no deployment starts",
                mend: "remove apps or images, see `dcc cleanup`, or set disk.floorGiB")
        }
        let free = DiskSpace(of: configuration.workspaces.root).map { "\($0.free >> 30) GiB are free" }
        return .good("disk", free ?? "there are no workspaces yet")
    }
}
