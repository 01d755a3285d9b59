import Crypto
import Glibc
import Model
import Platform

/// Identifies the state of an app's environment by the names, sizes and times of its files, to tell whether the app has
/// changed it since it was installed. Byte code does not count.
enum EnvironmentMark {
    private static let maximumDepth = 100
    private static let maximumFiles = 500_000

    /// - Returns: nil if there is no environment, or one that is too large to tell.
    static func of(_ workspace: String) -> String? {
        let folder = open("\(workspace)/\(AppFolder.name)/venv", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        var walk = Walk()
        return walk.add(folder, depth: 0) ? walk.hash.finalize().hexadecimal : nil
    }

    /// - Parameter mark: nil differs from nothing.
    static func differs(_ mark: String?, in workspace: String) -> Bool { mark != nil && of(workspace) != mark }

    private struct Walk {
        var hash = SHA256()
        var files = 0

        /// - Returns: false at a limit.
        mutating func add(_ folder: Int32, depth: Int) -> Bool {
            guard depth < maximumDepth, let names = try? FolderListing.rawNames(in: folder) else { return false }
            for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) where name != Self.byteCode {
                var status = stat()
                files += 1
                guard files < maximumFiles, fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                    return false
                }
                name.withUnsafeBytes { hash.update(bufferPointer: $0) }
                if status.st_mode & S_IFMT == S_IFDIR {
                    let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                    guard inner >= 0 else { return false }
                    defer { close(inner) }
                    guard add(inner, depth: depth + 1) else { return false }
                } else {
                    let facts = [
                        Int(status.st_mode), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                    ]
                    facts.withUnsafeBytes { hash.update(bufferPointer: $0) }
                }
            }
            return true
        }

        private static let byteCode = Array("__pycache__".utf8CString)
    }
}
