package import FoundationEssentials

/// State of the backups: stored in `backup.json` next to the database, served by the API, read by `dcc doctor`.
package struct BackupState: Equatable, Codable, Sendable {
    package struct Backup: Equatable, Codable, Sendable {
        package let at: Date
        /// restic's snapshot ID.
        package let snapshot: String
        /// Bytes by which the repository grew.
        package let bytesAdded: Int64
        package let apps: Int
        /// Workspace paths that a restore would refuse, such as FIFOs, or that could not be read: the first twenty and
        /// the number of the rest.
        package let leftOut: [String]

        private enum CodingKeys: String, CodingKey {
            case at, snapshot, apps
            case bytesAdded = "bytes_added"
            case leftOut = "left_out"
        }

        package init(at: Date, snapshot: String, bytesAdded: Int64, apps: Int, leftOut: [String]) {
            self.at = at
            self.snapshot = snapshot
            self.bytesAdded = bytesAdded
            self.apps = apps
            self.leftOut = leftOut
        }
    }

    package struct Check: Equatable, Codable, Sendable {
        package let at: Date
        package let ok: Bool

        package init(at: Date, ok: Bool) {
            self.at = at
            self.ok = ok
        }
    }

    package struct Drill: Equatable, Codable, Sendable {
        package let at: Date
        package let ok: Bool
        /// Number of files compared byte for byte.
        package let files: Int

        package init(at: Date, ok: Bool, files: Int) {
            self.at = at
            self.ok = ok
            self.files = files
        }
    }

    /// nil while backups are disabled.
    package var repository: String?
    package var last: Backup?
    package var lastCheck: Check?
    package var lastDrill: Drill?
    /// The failure of the latest attempt at each operation, by operation name; successes have no entry.
    private var troubles: [String: BackupFailure] = [:]

    /// Operations that can fail, most severe first.
    package enum Deed: String, CaseIterable {
        case backup, check, drill, thinning
    }

    /// The most severe current failure.
    package var trouble: BackupFailure? { Deed.allCases.lazy.compactMap { troubles[$0.rawValue] }.first }

    private enum CodingKeys: String, CodingKey {
        case repository, last, trouble, troubles
        case lastCheck = "last_check"
        case lastDrill = "last_drill"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        repository = try container.decodeIfPresent(String.self, forKey: .repository)
        last = try container.decodeIfPresent(Backup.self, forKey: .last)
        lastCheck = try container.decodeIfPresent(Check.self, forKey: .lastCheck)
        lastDrill = try container.decodeIfPresent(Drill.self, forKey: .lastDrill)
        troubles = try container.decodeIfPresent([String: BackupFailure].self, forKey: .troubles) ?? [:]
    }

    /// - Parameter trouble: nil if the operation succeeded; other operations are not affected.
    package mutating func record(_ trouble: BackupFailure?, of deed: Deed) {
        troubles[deed.rawValue] = trouble
    }

    /// Encodes null instead of omitting unknown values.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(repository, forKey: .repository)
        try container.encode(last, forKey: .last)
        try container.encode(lastCheck, forKey: .lastCheck)
        try container.encode(lastDrill, forKey: .lastDrill)
        try container.encode(trouble, forKey: .trouble)
        try container.encode(troubles, forKey: .troubles)
    }
}
