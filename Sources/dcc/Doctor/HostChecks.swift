import Configuration
import DockerHost
import Model
import Operations
import Platform
import FoundationEssentials
import Glibc

/// Checks the socket, the state folder, free disk space and free network addresses.
enum HostChecks {
    static func findings(_ configuration: ServiceConfiguration) -> [Finding] {
        [socket(configuration), folder(configuration.paths.state), disk(configuration)]
            + networks(configuration) + models(configuration)
    }

    private static func socket(_ configuration: ServiceConfiguration) -> Finding {
        let path = configuration.paths.socket
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return .warn("socket", "\(path) is missing", fix: "start the service")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            return .fail("socket", "\(path) is not a socket", fix: "move it away and start the service")
        }
        guard status.st_mode & 0o007 == 0 else {
            return .fail(
                "socket", "any user can connect to \(path)", fix: "run `chmod 660 \(path)` and restart the service")
        }
        guard getgrnam(configuration.paths.socketGroup)?.pointee.gr_gid == status.st_gid else {
            return .fail(
                "socket", "\(path) does not have the group \(configuration.paths.socketGroup)",
                fix: "restart the service, or correct paths.socketGroup")
        }
        return .ok("socket", path)
    }

    private static func folder(_ path: String) -> Finding {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return .fail(
                "state folder", "\(path) is not a folder", fix: "restore it from a backup, or correct paths.state")
        }
        guard status.st_mode & 0o777 == 0o700 else {
            return .fail("state folder", "\(path) is accessible to other users", fix: "run `chmod 700 \(path)`")
        }
        return .ok("state folder", path)
    }

    /// Empty where Docker does not respond, which another check says.
    private static func networks(_ configuration: ServiceConfiguration) -> [Finding] {
        do {
            let subnet = try DockerHost.nextSubnet(configuration.containers.docker)
            return [.ok("networks", "\(subnet) is free")]
        } catch let failure as StepFailure {
            return [.fail("networks", failure.message, fix: "set networks.block to addresses that nothing else uses")]
        } catch {
            return []
        }
    }

    private static func models(_ configuration: ServiceConfiguration) -> [Finding] {
        configuration.offers.models.paths.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, path in
            var status = stat()
            // The apps' users are nobody's group.
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o005 == 0o005 else {
                return .warn(
                    "models", "\(path) is not a folder that all users can read",
                    fix: "create it, run `chmod o+rx \(path)`, or correct models.\(name)")
            }
            return .ok("models", "\(name) at \(path)")
        }
    }

    private static func disk(_ configuration: ServiceConfiguration) -> Finding {
        do {
            try configuration.provisioning.diskFloor.check()
        } catch {
            return .fail(
                "disk", "\(error.free >> 30) GiB free; deployments need \(error.floor >> 30) GiB",
                fix: "remove apps or images (see `dcc cleanup`), or lower disk.floorGiB")
        }
        let free = DiskSpace(of: configuration.paths.workspaces.root).map { "\($0.free >> 30) GiB free" }
        return .ok("disk", free ?? "no workspaces yet")
    }
}
