package import Model
import Platform
import Glibc

/// A file inside a workspace, opened one folder at a time without following symbolic links (see Portainer's
/// CVE-2026-44881 for the risk).
package enum WorkspaceFile {
    /// - Throws: `requirements_missing`, `requirements_symlink` or `requirements_not_file`.
    static func check(_ path: String, in workspace: String) throws(StepFailure) {
        close(try open(path, in: workspace))
    }

    /// - Returns: the first `limit` bytes.
    /// - Throws: same as ``check(_:in:)``.
    package static func contents(of path: String, in workspace: String, limit: Int) throws(StepFailure) -> [UInt8] {
        let descriptor = try open(path, in: workspace)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func open(_ path: String, in workspace: String) throws(StepFailure) -> Int32 {
        // Non-blocking, so that opening a FIFO does not hang.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        var descriptor = Glibc.open(workspace, flags)
        for segment in path.split(separator: "/") {
            let next = openat(descriptor, String(segment), flags)
            let isLink = next < 0 && errno == ELOOP
            close(descriptor)
            descriptor = next
            guard !isLink else {
                throw failure("requirements_symlink", "\(path) is a symbolic link or inside one.")
            }
            guard next >= 0 else {
                throw failure("requirements_missing", "The repository has no file \(path).")
            }
        }
        guard let status = FileStatus(of: descriptor), status.isFile else {
            close(descriptor)
            throw failure("requirements_not_file", "\(path) is not a regular file.")
        }
        return descriptor
    }

    private static func failure(_ code: String, _ message: String) -> StepFailure {
        StepFailure(
            code: code, message: message, hint: "Enter a regular file in the repository, or leave the field empty.")
    }
}
