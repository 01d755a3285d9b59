import Model
package import FoundationEssentials

/// One element of `restic snapshots --json`.
struct Snapshot: Decodable, Equatable {
    /// Tag of a verified backup.
    static let finished = "dcc"
    /// Tag of a backup that is not verified yet: hidden from users, and removed by the next backup.
    static let unfinished = "dcc-unfinished"
    private static let owner = "installation-"

    static func tag(of installation: String) -> String { owner + installation }

    let id: String
    let time: String
    /// Hash of the root folder.
    let tree: String
    let paths: [String]
    var tags: [String]?
    /// ID of the snapshot that this one was copied from when its tags changed.
    var original: String?

    var shortID: String { String(id.prefix(8)) }

    /// The installation ID in the tags. Not authenticated.
    var installation: String? {
        tags?.first { $0.hasPrefix(Self.owner) }.map { String($0.dropFirst(Self.owner.count)) }
    }

    /// Drops the nanoseconds, which the parser does not accept.
    var date: Date? {
        let whole = time.prefix { $0 != "." }
        let zone = time.drop { $0 != "." }.drop { "0123456789.".contains($0) }
        let text = time.contains(".") ? whole + zone : whole
        return try? Date(String(text), strategy: .iso8601)
    }
}

/// Selects the backup to restore.
package enum SnapshotChoice: Equatable, Sendable {
    /// The newest one that is not in the future, or the newest of all: after the clock ran ahead, backups since then
    /// are newer.
    case newest
    case id(String)
    /// The newest backup at or before this time.
    case at(Date)

    /// - Parameter snapshots: in any order.
    func pick(from snapshots: [Snapshot], now: Date = .now) throws(BackupFailure) -> Snapshot {
        let dated = snapshots.compactMap { snapshot in snapshot.date.map { (snapshot, $0) } }.sorted { $0.1 < $1.1 }
        let picked: Snapshot? =
            switch self {
            case .newest: (dated.last { $0.1 <= now } ?? dated.last)?.0
            case .id(let id): id.count >= 8 ? dated.last { $0.0.id.hasPrefix(id) }?.0 : nil
            case .at(let moment): dated.last { $0.1 <= moment }?.0
            }
        guard let picked else {
            throw BackupFailure(
                code: "snapshot_missing", message: "The repository has no such backup.",
                hint: "Run `dcc backup --list` to see the available backups.")
        }
        return picked
    }
}
