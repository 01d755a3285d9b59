/// A tag that authenticates a snapshot's contents and time with the repository's password.
///
/// The tree hash covers the whole content, and restic verifies hashes on every read. So another key to the repository
/// is not enough to change one of our backups or its time.
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
