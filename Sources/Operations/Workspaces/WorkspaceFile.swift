package import Model
import Platform
import Ports
import Glibc

/// A file inside a workspace, opened one folder at a time. Symbolic links are followed as long as they stay inside (see
/// Portainer's CVE-2026-44881 for the risk): each is read, and its target is opened in the same way.
package enum WorkspaceFile {
    private static let maximumLinks = 20
    private static let longestTarget = 4096

    /// - Throws: `requirements_missing`, `requirements_symlink` or `requirements_not_file`.
    static func check(_ path: String, in workspace: String) throws(StepFailure) {
        close(try openFile(path, in: workspace))
    }

    /// - Returns: the first `limit` bytes.
    /// - Throws: same as ``check(_:in:)``.
    package static func contents(of path: String, in workspace: String, limit: Int) throws(StepFailure) -> [UInt8] {
        let descriptor = try openFile(path, in: workspace)
        defer { close(descriptor) }
        return bytes(of: descriptor, limit: limit)
    }

    static func bytes(of descriptor: Int32, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    private static func openFile(_ path: String, in workspace: String) throws(StepFailure) -> Int32 {
        let descriptor = try open(path, in: workspace)
        guard let status = FileStatus(of: descriptor), status.isFile else {
            close(descriptor)
            throw notAFile(path)
        }
        return descriptor
    }

    /// A file or folder; "" is the workspace itself.
    /// - Throws: `requirements_missing`, or `requirements_symlink` for a path that leads outside; what the machine refuses.
    static func open(_ path: String, in workspace: String) throws(StepFailure) -> Int32 {
        // Non-blocking, so that opening a FIFO does not hang.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let top = Glibc.open(workspace, flags)
        guard top >= 0 else { throw unreadable(path, SystemCallFailure("open", workspace)) }
        var opened = [top]
        defer { for descriptor in opened { close(descriptor) } }
        var segments = Array(path.split(separator: "/").map(String.init).reversed())
        var links = 0
        while let segment = segments.popLast() {
            if segment == "." { continue }
            if segment == ".." {
                guard opened.count > 1 else { throw outside(path) }
                close(opened.removeLast())
                continue
            }
            let folder = opened[opened.count - 1]
            let next = openat(folder, segment, flags)
            guard next < 0 else {
                opened.append(next)
                continue
            }
            let refusal = SystemCallFailure("openat", segment)
            guard refusal.error == ELOOP else { throw unreadable(path, refusal) }
            links += 1
            guard links <= maximumLinks, let target = target(of: segment, in: folder), !target.hasPrefix("/") else {
                throw outside(path)
            }
            segments += target.split(separator: "/").map(String.init).reversed()
        }
        return opened.removeLast()
    }

    private static func unreadable(_ path: String, _ cause: SystemCallFailure) -> StepFailure {
        switch cause.error {
        case ENOENT, ENOTDIR, ENAMETOOLONG: failure("requirements_missing", "The repository has no file \(path).")
        // A socket.
        case ENXIO: notAFile(path)
        default: StepFailure(cause, "\(path) could not be read")
        }
    }

    private static func target(of link: String, in folder: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: longestTarget)
        let count = readlinkat(folder, link, &buffer, buffer.count)
        guard count > 0, count < buffer.count else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func notAFile(_ path: String) -> StepFailure {
        failure("requirements_not_file", "\(path) is not a regular file.")
    }

    private static func outside(_ path: String) -> StepFailure {
        failure("requirements_symlink", "\(path) is a symbolic link that leads outside the repository, or inside one.")
    }

    private static func failure(_ code: String, _ message: String) -> StepFailure {
        StepFailure(
            code: code, message: message, hint: "Enter a regular file in the repository, or leave the field empty.")
    }
}
