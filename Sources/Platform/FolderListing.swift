import Glibc

/// Lists an open folder.
package enum FolderListing {
    /// - Returns: nil if the path is not a readable folder; a symbolic link is not one.
    package static func names(at path: String) -> [String]? {
        rawNames(at: Array(path.utf8CString))?.map(text)
    }

    /// - Parameter limit: most names to return; any of them.
    /// - Returns: nil if it is not a readable folder.
    package static func names(in folder: Int32, limit: Int) -> [String]? {
        try? rawNames(in: folder, limit: limit).map(text)
    }

    private static func text(_ name: [CChar]) -> String {
        name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// Null-terminated raw names: a name that is not valid UTF-8 can only be opened by its own bytes.
    /// - Parameter path: null-terminated.
    /// - Returns: nil if the path is not a readable folder; a symbolic link is not one.
    package static func rawNames(at path: [CChar]) -> [[CChar]]? {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        return try? rawNames(in: folder)
    }

    package static func rawNames(in folder: Int32, limit: Int = .max) throws(SystemCallFailure) -> [[CChar]] {
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw SystemCallFailure("openat", ".") }
        guard let listing = fdopendir(copy) else {
            let failure = SystemCallFailure("fdopendir")
            close(copy)
            throw failure
        }
        defer { closedir(listing) }
        var names: [[CChar]] = []
        while names.count < limit {
            errno = 0
            guard let entry = readdir(listing) else {
                guard errno == 0 else { throw SystemCallFailure("readdir") }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if ![[46, 0], [46, 46, 0]].contains(name) { names.append(name) }
        }
        return names
    }
}
