import FoundationEssentials

/// A line of `restic ls --json`.
struct SnapshotEntry: Decodable, Equatable {
    let path: String
    /// `file`, `dir`, `symlink`, `fifo`, `dev`, `chardev`, `socket`.
    let type: String
    var size: Int64?
    /// Go's bits of a file's mode, which are not Unix's.
    let mode: UInt32

    /// In bytes. A restore puts each path below another folder first, and Linux takes 4096 (PATH_MAX): a longer one could be
    /// backed up and never restored.
    private static let longestPath = 3500
    private static let setuid: UInt32 = 1 << 23
    private static let setgid: UInt32 = 1 << 22

    /// On a folder, the group bit gives nobody rights.
    var givesRights: Bool { type == "file" && mode & (Self.setuid | Self.setgid) != 0 }

    /// restic replaces bytes that are no UTF-8 by U+FFFD in its listing.
    var hasPlainName: Bool {
        path.hasPrefix("/") && path.utf8.count <= Self.longestPath
            && path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !["", ".", ".."].contains($0)
            }
            && path.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0 != "\u{FFFD}" }
    }
}
