import FoundationEssentials

/// One line of `restic ls --json`.
struct SnapshotEntry: Decodable, Equatable {
    let path: String
    /// `file`, `dir`, `symlink`, `fifo`, `dev`, `chardev`, `socket`.
    let type: String
    var size: Int64?
    /// Go's file mode bits, which differ from Unix's.
    let mode: UInt32

    /// Maximum path length in bytes. A restore adds a parent folder, and Linux allows 4096 (PATH_MAX): a longer path
    /// could be backed up but not restored.
    private static let longestPath = 3500
    private static let setuid: UInt32 = 1 << 23
    private static let setgid: UInt32 = 1 << 22

    /// Setuid or setgid on a file. The setgid bit on a folder grants no privileges.
    var givesRights: Bool { type == "file" && mode & (Self.setuid | Self.setgid) != 0 }

    /// restic's listing replaces invalid UTF-8 with U+FFFD.
    var hasPlainName: Bool {
        path.hasPrefix("/") && path.utf8.count <= Self.longestPath
            && path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !["", ".", ".."].contains($0)
            }
            && path.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0 != "\u{FFFD}" }
    }
}
