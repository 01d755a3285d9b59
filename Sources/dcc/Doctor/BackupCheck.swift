import FoundationEssentials

/// How old the last backup is, from the file that whoever makes one leaves beside the database.
enum BackupCheck {
    /// Hours after which a backup is old, whatever the schedule.
    private static let old = 48.0

    private struct Kept: Decodable {
        let last: Backup?
        let trouble: Trouble?

        struct Backup: Decodable {
            let at: Date
        }

        struct Trouble: Decodable {
            let message: String
        }
    }

    /// - Returns: nil where no backups are made.
    static func finding(state: String, now: Date) -> Finding? {
        let file = state + "/backup.json"
        guard let json = FileManager.default.contents(atPath: file) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let kept = try? decoder.decode(Kept.self, from: json) else {
            return .look("backup", "\(file) cannot be read", mend: "make a backup")
        }
        guard let last = kept.last else {
            return .look("backup", kept.trouble?.message ?? "there was none yet", mend: "make one and see what it says")
        }
        let hours = now.timeIntervalSince(last.at) / 3600
        let age = "the last one is \(Int(hours)) h old"
        if let trouble = kept.trouble {
            return .look(
                "backup", "\(age), and the newest attempt failed: \(trouble.message)", mend: "make one by hand")
        }
        guard hours <= old else {
            return .look("backup", age, mend: "see in the service's log why there is no newer one")
        }
        return .good("backup", age)
    }
}
