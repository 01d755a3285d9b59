import Model
import CGit2
import Glibc

/// Tells whether a file in the workspace is what a checkout writes for an entry of a commit.
struct WrittenContent {
    let repository: OpaquePointer
    /// Large files that were found whole already, by path.
    let largeFiles: [String: LFSPointer]

    /// - Parameters:
    ///   - status: of the entry `name` in `folder`.
    ///   - path: in the repository, ending with `name`.
    func isWritten(
        _ name: [CChar], _ status: stat, in folder: borrowing OpenFolder, at path: [[CChar]], for entry: GitTree.Entry
    ) -> Bool {
        switch entry.kind {
        case .link: status.isLink && target(of: name, in: folder).map { isBlob($0, entry.id) } == true
        case .file: status.isFile && isFile(name, status, in: folder, at: path, entry.id)
        case .folder, .submodule: false
        }
    }

    private func target(of link: [CChar], in folder: borrowing OpenFolder) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = buffer.withUnsafeMutableBytes { bytes in
            readlinkat(folder.descriptor, link, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count > 0 && count < buffer.count ? Array(buffer[..<count]) : nil
    }

    private func isBlob(_ content: [UInt8], _ id: git_oid) -> Bool {
        var (hash, id) = (git_oid(), id)
        return git_odb_hash(&hash, content, content.count, GIT_OBJECT_BLOB) == 0 && git_oid_equal(&hash, &id) == 1
    }

    private func isFile(
        _ name: [CChar], _ status: stat, in folder: borrowing OpenFolder, at path: [[CChar]], _ id: git_oid
    ) -> Bool {
        guard let size = size(of: id) else { return false }
        if let pointer = pointer(id, size) {
            if largeFiles[shownPath(path)] == pointer { return true }
            if status.st_size == pointer.size, let file = open(name, in: folder) {
                defer { close(file) }
                if LFSPointer.digest(of: file) == pointer.oid { return true }
            }
        }
        // Line ends may have been converted, which at most doubles a file. Anything larger need not be read.
        guard status.st_size <= 2 * size + 4096, let file = open(name, in: folder) else { return false }
        defer { close(file) }
        var (hash, id) = (git_oid(), id)
        // The path decides on conversions; the descriptor on what is read.
        return git_repository_hashfile(
            &hash, repository, "/proc/self/fd/\(file)", GIT_OBJECT_BLOB, joined(path)) == 0
            && git_oid_equal(&hash, &id) == 1
    }

    private func open(_ name: [CChar], in folder: borrowing OpenFolder) -> Int32? {
        let file = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        var status = stat()
        guard file >= 0 else { return nil }
        guard fstat(file, &status) == 0, status.isFile else {
            close(file)
            return nil
        }
        return file
    }

    private func joined(_ path: [[CChar]]) -> [CChar] {
        Array(path.map { $0.dropLast() }.joined(separator: [CChar(UInt8(ascii: "/"))])) + [0]
    }

    private func size(of id: git_oid) -> Int? {
        var (id, size, kind, database): (git_oid, Int, git_object_t, OpaquePointer?) = (id, 0, GIT_OBJECT_ANY, nil)
        guard git_repository_odb(&database, repository) == 0 else { return nil }
        defer { git_odb_free(database) }
        return git_odb_read_header(&size, &kind, database, &id) == 0 ? size : nil
    }

    private func pointer(_ id: git_oid, _ size: Int) -> LFSPointer? {
        var (id, blob): (git_oid, OpaquePointer?) = (id, nil)
        guard LFSPointer.lengths.contains(size), git_blob_lookup(&blob, repository, &id) == 0 else { return nil }
        defer { git_blob_free(blob) }
        return LFSPointer(UnsafeRawBufferPointer(start: git_blob_rawcontent(blob), count: Int(git_blob_rawsize(blob))))
    }
}
