import Model
import Platform
import Glibc

/// Files with an apparent size above their disk usage: sparse files and hard links. restic reads every apparent byte,
/// and a restore needs that much space.
struct InflatedFiles {
    /// In bytes. Smaller files are counted but never excluded.
    private static let minimumSize: Int64 = 1 << 20

    private let capacity: Int64
    /// Floating point because the sum can exceed 64 bits.
    private var bytes = 0.0
    private var found: [(path: String, size: Int64)] = []

    /// - Parameter capacity: available to a restore, in bytes.
    init(capacity: Int64) {
        self.capacity = capacity
    }

    /// - Returns: the capacity in bytes of the folder's file system.
    static func capacity(of folder: String) throws(BackupFailure) -> Int64 {
        guard let space = DiskSpace(of: folder) else { throw .folder("read the free space of", folder) }
        return space.total
    }

    /// - Parameter isExcluded: true for paths that are not backed up anyway.
    mutating func look(into workspace: String, isExcluded: (String) -> Bool) {
        // Each folder's real path, and the path for patterns: that of the nearest parent if a name is invalid UTF-8.
        var folders = [(place: Array(workspace.utf8CString.dropLast()), path: workspace)]
        while let (folder, parent) = folders.popLast() {
            for name in FolderListing.rawNames(at: folder + [0]) ?? [] {
                let place = folder + [CChar(bitPattern: UInt8(ascii: "/"))] + name.dropLast()
                let bytes = place.map(UInt8.init(bitPattern:))
                let path = String(validating: bytes, as: UTF8.self) ?? parent
                var status = stat()
                guard path == parent || !isExcluded(path), lstat(place + [0], &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: folders.append((place, path))
                case S_IFREG: count(path, status)
                default: break
                }
            }
        }
    }

    private mutating func count(_ path: String, _ status: stat) {
        let size = Int64(status.st_size)
        bytes += Double(size)
        let hole = size - Int64(status.st_blocks) * 512
        if size >= Self.minimumSize, hole >= Self.minimumSize || status.st_nlink > 1 { found.append((path, size)) }
    }

    /// - Returns: the largest files, without which the rest fits.
    func tooLarge() -> [String] {
        var left = bytes
        return found.sorted { $0.size > $1.size }.prefix { file in
            defer { left -= Double(file.size) }
            return left > Double(capacity)
        }.map(\.path)
    }
}
