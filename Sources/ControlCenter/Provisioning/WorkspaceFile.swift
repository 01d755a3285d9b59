import Glibc

/// A file inside a workspace, reached one folder at a time without following a link (Portainer's CVE-2026-44881 is
/// what following one costs).
enum WorkspaceFile {
    /// - Throws: `requirements_missing`, `requirements_symlink` or `requirements_not_file`.
    static func check(_ path: String, in workspace: String) throws(StepFailure) {
        // Non-blocking, so that a FIFO of that name does not hold us up.
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        var descriptor = open(workspace, flags)
        defer { close(descriptor) }
        for segment in path.split(separator: "/") {
            let next = openat(descriptor, String(segment), flags)
            let isLink = next < 0 && errno == ELOOP
            close(descriptor)
            descriptor = next
            guard !isLink else {
                throw failure("requirements_symlink", "\(path) is or passes through a symbolic link.")
            }
            guard next >= 0 else {
                throw failure("requirements_missing", "There is no \(path) in the repository.")
            }
        }
        guard let status = FileStatus(of: descriptor), status.isFile else {
            throw failure("requirements_not_file", "\(path) is not a regular file.")
        }
    }

    private static func failure(_ code: String, _ message: String) -> StepFailure {
        StepFailure(
            code: code, message: message, hint: "Name a regular file of the repository, or leave the field empty.")
    }
}
