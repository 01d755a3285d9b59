import ControlCenter
import Glibc

/// Files that seem larger than what they take on the disk: sparse ones, and those with several names. restic reads every
/// byte that they seem to have, and a restore takes as much room.
struct InflatedFiles {
    /// Smaller ones are counted, and never left out.
    private static let least: Int64 = 1 << 20

    private let capacity: Int64
    /// There may be more than 64 bits hold.
    private var bytes = 0.0
    private var found: [(path: String, size: Int64)] = []

    /// - Parameter capacity: in bytes; as much as a restore may take.
    init(capacity: Int64) {
        self.capacity = capacity
    }

    /// - Returns: that of the file system that the folder is on.
    static func capacity(of folder: String) throws(BackupFailure) -> Int64 {
        guard let space = DiskSpace(of: folder) else { throw .folder("look at", folder) }
        return space.total
    }

    /// - Parameter isExcluded: whether a path is not backed up anyway.
    mutating func look(into workspace: String, isExcluded: (String) -> Bool) {
        // With the path that names each in a pattern: a folder, for what has a name in it that is no UTF-8.
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
        if size >= Self.least, hole >= Self.least || status.st_nlink > 1 { found.append((path, size)) }
    }

    /// - Returns: the largest ones, without which the rest fits.
    func tooLarge() -> [String] {
        var left = bytes
        return found.sorted { $0.size > $1.size }.prefix { file in
            defer { left -= Double(file.size) }
            return left > Double(capacity)
        }.map(\.path)
    }
}
