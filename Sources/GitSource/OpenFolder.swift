import Glibc
import Platform

/// An open folder whose entries are reached by their raw names, null-terminated, without following symbolic links: names
/// in Git and on disk need not be UTF-8, and the app can change the folder at the same time.
struct OpenFolder: ~Copyable {
    let descriptor: Int32

    private static let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    init?(_ path: String) {
        let opened = open(path, Self.flags)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    /// An entry that is a folder; one that its owner may not read is made readable.
    init?(_ name: [CChar], in folder: borrowing OpenFolder) {
        var opened = openat(folder.descriptor, name, Self.flags)
        if opened < 0, errno == EACCES, folder.makeAccessible(name) {
            opened = openat(folder.descriptor, name, Self.flags)
        }
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// - Returns: nil if there is no such entry.
    func status(of name: [CChar]) -> stat? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    /// Names of the entries; none if the folder cannot be read.
    func names() -> [[CChar]] { (try? FolderListing.rawNames(in: descriptor)) ?? [] }

    /// Opens the folder of this name, which is made if it is missing.
    func made(_ name: [CChar]) -> OpenFolder? {
        guard mkdirat(descriptor, name, 0o755) == 0 || errno == EEXIST else { return nil }
        return OpenFolder(name, in: self)
    }

    /// Renames an entry into another folder, also where the app has removed its own permission to do so.
    /// - Returns: false with `errno`; `EEXIST` if the other folder has an entry of this name.
    func move(_ name: [CChar], to other: borrowing OpenFolder, as newName: [CChar]) -> Bool {
        if other.status(of: newName) != nil {
            errno = EEXIST
            return false
        }
        if renameat(descriptor, name, other.descriptor, newName) == 0 { return true }
        guard errno == EACCES else { return false }
        fchmod(descriptor, 0o755)
        _ = makeAccessible(name)
        return renameat(descriptor, name, other.descriptor, newName) == 0
    }

    /// A moved folder needs its owner's permission to be written, too.
    private func makeAccessible(_ name: [CChar]) -> Bool {
        guard let status = status(of: name), status.st_mode & S_IFMT == S_IFDIR else { return false }
        return fchmodat(descriptor, name, 0o755, 0) == 0
    }
}

extension stat {
    var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    var isFile: Bool { st_mode & S_IFMT == S_IFREG }
    var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
}

/// Null-terminated bytes of a name.
func rawName(_ text: String) -> [CChar] { Array(text.utf8CString) }

/// A path of raw names for users.
func shownPath(_ names: [[CChar]]) -> String {
    names.map { name in String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        .joined(separator: "/")
}
