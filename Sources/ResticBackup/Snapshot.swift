import ControlCenter
package import FoundationEssentials

/// A line of `restic snapshots --json`.
struct Snapshot: Decodable, Equatable {
    /// Of a backup that was verified after it was made.
    static let finished = "dcc"
    /// Of one that was not, or not yet: nobody is shown it, and the next backup takes it away.
    static let unfinished = "dcc-unfinished"
    private static let owner = "installation-"

    static func tag(of installation: String) -> String { owner + installation }

    let id: String
    let time: String
    /// The hash of its root folder.
    let tree: String
    let paths: [String]
    var tags: [String]?
    /// The snapshot that this one is of, with other tags.
    var original: String?

    var shortID: String { String(id.prefix(8)) }

    /// The installation that it says it is of.
    var installation: String? {
        tags?.first { $0.hasPrefix(Self.owner) }.map { String($0.dropFirst(Self.owner.count)) }
    }

    /// restic writes nanoseconds, which the parser does not take.
    var date: Date? {
        let whole = time.prefix { $0 != "." }
        let zone = time.drop { $0 != "." }.drop { "0123456789.".contains($0) }
        let text = time.contains(".") ? whole + zone : whole
        return try? Date(String(text), strategy: .iso8601)
    }
}

/// Which backup to restore.
package enum SnapshotChoice: Equatable, Sendable {
    /// Not one from the future, unless there is no other: the clock had gone ahead, and the backups since then are newer.
    case newest
    case id(String)
    /// The newest one from then or before.
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
                code: "snapshot_missing", message: "There is no such backup in the repository.",
                hint: "Ask `dcc backup --list` which there are.")
        }
        return picked
    }
}
