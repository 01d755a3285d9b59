import Configuration
import DockerHost
import Glibc
import Platform

/// Checks what installs Python packages, and where apps share them.
enum PackageChecks {
    static func findings(_ configuration: ServiceConfiguration) async -> [Finding] {
        [await uv(configuration.containers.docker.uv), store(configuration)]
    }

    private static func uv(_ path: String) async -> Finding {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .fail("uv", "\(path) is missing", fix: "install it there, or correct containers.uv")
        }
        // Apps' users run it, and are nobody's group.
        guard status.st_mode & 0o005 == 0o005 else {
            return .fail("uv", "not all users can run \(path)", fix: "run `chmod 755 \(path)`")
        }
        guard let version = await Tool.output(path, "--version").flatMap(ReleaseVersion.init) else {
            return .fail(
                "uv", "\(path) does not tell its version", fix: "install it for this machine, or correct containers.uv")
        }
        return .ok("uv", "\(version), \(path)")
    }

    private static func store(_ configuration: ServiceConfiguration) -> Finding {
        let (folder, state) = (configuration.paths.packages, configuration.paths.state)
        // The first deployment makes it.
        let nearest = FileStatus(of: folder) == nil ? state : folder
        guard access(nearest, W_OK | X_OK) == 0, FileStatus(of: nearest)?.isFolder == true else {
            return .fail(
                "shared packages", "\(nearest) is not a folder that can be written to",
                fix: "check its disk, or correct paths.state")
        }
        guard let disk = DiskSpace(of: nearest) else {
            return .fail("shared packages", "the disk of \(nearest) cannot be read", fix: "check it")
        }
        return .ok("shared packages", "\(folder), \(disk.free >> 30) GiB free")
    }
}
