import Glibc

/// Deletes a tree of any depth without following links or crossing file systems.
package struct FolderRemoval {
    /// Deeper folders are moved up first, so that neither stack nor file descriptors run out.
    private static let maximumDepth = 32

    private let top: Int32
    private let device: dev_t
    private var moved = 0
    private var bytes: Int64 = 0

    /// - Returns: bytes that the tree used on disk.
    package static func remove(_ path: String) throws(SystemCallFailure) -> Int64 {
        let top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        var status = stat()
        guard top >= 0 else { throw SystemCallFailure("open", path) }
        defer { close(top) }
        guard fstat(top, &status) == 0 else { throw SystemCallFailure("fstat", path) }
        var removal = FolderRemoval(top: top, device: status.st_dev)
        try removal.empty(top, depth: 0)
        guard rmdir(path) == 0 else { throw SystemCallFailure("rmdir", path) }
        return removal.bytes + Int64(status.st_blocks) * 512
    }

    private init(top: Int32, device: dev_t) {
        self.top = top
        self.device = device
    }

    private mutating func empty(_ folder: Int32, depth: Int) throws(SystemCallFailure) {
        // A folder that gained moved entries is read again until it is empty.
        while true {
            let names = try FolderListing.rawNames(in: folder)
            if names.isEmpty { return }
            for name in names { try remove(name, in: folder, depth: depth) }
        }
    }

    private mutating func remove(_ name: [CChar], in folder: Int32, depth: Int) throws(SystemCallFailure) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw Self.failed("fstatat", name) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlinkat(folder, name, 0) == 0 else { throw Self.failed("unlinkat", name) }
            bytes += Int64(status.st_blocks) * 512
            return
        }
        guard status.st_dev == device else { throw Self.failed("openat", name, EXDEV) }
        if depth >= Self.maximumDepth {
            return try moveUp(name, from: folder)
        }
        let child = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard child >= 0 else { throw Self.failed("openat", name) }
        defer { close(child) }
        try empty(child, depth: depth + 1)
        guard unlinkat(folder, name, AT_REMOVEDIR) == 0 else { throw Self.failed("unlinkat", name) }
        bytes += Int64(status.st_blocks) * 512
    }

    /// The tree is untrusted: the new name may already exist.
    private mutating func moveUp(_ name: [CChar], from folder: Int32) throws(SystemCallFailure) {
        for _ in 1...10_000 {
            moved += 1
            if renameat(folder, name, top, ".dcc-removed-\(moved)") == 0 { return }
            guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno) else { break }
        }
        throw Self.failed("renameat", name)
    }

    private static func failed(_ call: String, _ name: [CChar], _ error: Int32 = errno) -> SystemCallFailure {
        let text = name.dropLast().map { UInt8(bitPattern: $0) }
        return SystemCallFailure(call, String(decoding: text, as: UTF8.self), error: error)
    }
}
