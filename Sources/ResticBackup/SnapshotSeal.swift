/// A tag that says under the repository's password what a snapshot is of and when it was made.
///
/// Its tree is a hash over everything in it, and restic checks the hash of whatever it reads: so whoever has another key to
/// the repository can neither change a backup of ours nor give it another time.
enum SnapshotSeal {
    private static let start = "sealed-"
    private static let code = PasswordCode(purpose: "dcc backup snapshot")

    static func tag(for snapshot: Snapshot, password: [UInt8]) -> String {
        start + code.make(of: text(snapshot), password: password)
    }

    static func isRight(on snapshot: Snapshot, password: [UInt8]) -> Bool {
        (snapshot.tags ?? []).contains { tag in
            tag.hasPrefix(start)
                && code.isRight(String(tag.dropFirst(start.count)), of: text(snapshot), password: password)
        }
    }

    private static func text(_ snapshot: Snapshot) -> [UInt8] { Array("\(snapshot.tree) \(snapshot.time)".utf8) }
}
