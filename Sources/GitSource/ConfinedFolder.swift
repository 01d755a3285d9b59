import Glibc

/// A workspace, whose files are reached one folder at a time without following symbolic links: the app can write to it at
/// the same time.
struct ConfinedFolder: ~Copyable {
    private let top: Int32

    init?(_ path: String) {
        let top = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard top >= 0 else { return nil }
        self.top = top
    }

    deinit { close(top) }

    /// - Parameter mode: of a new file.
    /// - Returns: a descriptor, to be closed by the caller; nil on failure.
    func open(_ path: String, _ flags: Int32, mode: mode_t = 0o644) -> Int32? {
        inParent(of: path) { folder, name in
            let descriptor = openat(folder, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode)
            return descriptor < 0 ? nil : descriptor
        }
    }

    /// Makes the folder, and those on the way to it.
    func makeFolder(_ path: String) -> Bool {
        let segments = path.split(separator: "/")
        return segments.indices.allSatisfy { end in
            let made = inParent(of: segments[...end].joined(separator: "/")) { folder, name in
                var status = stat()
                return mkdirat(folder, name, 0o755) == 0
                    || errno == EEXIST
                        && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
                        && status.st_mode & S_IFMT == S_IFDIR
            }
            return made == true
        }
    }

    func move(_ path: String, to other: String) -> Bool {
        inParent(of: path) { folder, name in
            inParent(of: other) { otherFolder, otherName in renameat(folder, name, otherFolder, otherName) == 0 }
        } == true
    }

    func remove(_ path: String) {
        _ = inParent(of: path) { folder, name in unlinkat(folder, name, 0) }
    }

    func removeFolder(_ path: String) {
        _ = inParent(of: path) { folder, name in unlinkat(folder, name, AT_REMOVEDIR) }
    }

    /// Leaves `errno` as the call that failed did.
    private func inParent<Result>(of path: String, _ body: (Int32, String) -> Result?) -> Result? {
        let segments = path.split(separator: "/").map(String.init)
        guard let name = segments.last, !segments.contains("..") else { return nil }
        var folder = fcntl(top, F_DUPFD_CLOEXEC, 0)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        for segment in segments.dropLast() {
            let next = openat(folder, segment, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else { return nil }
            close(folder)
            folder = next
        }
        return body(folder, name)
    }
}
