import ControlCenter
import FoundationEssentials

/// How old the last backup is, when the repository was last checked and a restore last proven: from the file that whoever
/// makes a backup leaves beside the database.
enum BackupCheck {
    private static let what = "backup"
    private static let hour = 3600.0
    private static let day = 24 * hour
    /// The first backup after a week checks the repository.
    private static let oldCheck = 14 * day
    private static let oldDrill = 92 * day

    /// - Parameter everyHours: how often the service makes one; 0 leaves it to people.
    static func finding(_ state: BackupState, everyHours: Int, now: Date) -> Finding {
        guard state.repository != nil else {
            return .look(what, "no backups are configured", mend: "set backup.repository, see README's “Backups”")
        }
        guard let last = state.last else {
            return .look(what, trouble(state) ?? "there was none yet", mend: "run `dcc backup`")
        }
        let age = now.timeIntervalSince(last.at)
        let story = [
            "the last one is \(Int(age / hour)) h old", told("check", state.lastCheck?.at, now),
            told("drill", state.lastDrill?.at, now),
        ].joined(separator: ", ")
        // Whatever the schedule, two days; a schedule may skip one.
        guard age <= max(48, 2 * Double(everyHours)) * hour else {
            return .look(what, story, mend: "see in the service's log why there is no newer one")
        }
        if let check = state.lastCheck, !check.ok {
            return .look(
                what, "\(story), and the repository is damaged",
                mend: "do what restic's manual says under “Troubleshooting”, then run `dcc backup --check`")
        }
        if let drill = state.lastDrill, !drill.ok {
            return .look(
                what, "\(story), and the last drill failed",
                mend: "run `dcc backup --check`, `dcc backup` and `dcc backup --drill`")
        }
        if let trouble = trouble(state) {
            return .look(what, "\(story), and the newest attempt failed: \(trouble)", mend: "run `dcc backup`")
        }
        guard last.leftOut.isEmpty else {
            return .look(
                what, "\(story), and it lacks \(last.leftOut.joined(separator: ", "))",
                mend: "put right or delete what lies there, then run `dcc backup`")
        }
        guard isRecent(state.lastCheck?.at, oldCheck, now) else {
            return .look(what, story, mend: "run `dcc backup --check`")
        }
        guard isRecent(state.lastDrill?.at, oldDrill, now) else {
            return .look(what, story, mend: "run `dcc backup --drill`")
        }
        return .good(what, story)
    }

    /// Without the full stop: the sentence goes on.
    private static func trouble(_ state: BackupState) -> String? {
        state.trouble.map { $0.message.hasSuffix(".") ? String($0.message.dropLast()) : $0.message }
    }

    private static func told(_ deed: String, _ at: Date?, _ now: Date) -> String {
        at.map { "\(deed) \(Int(now.timeIntervalSince($0) / day)) d ago" } ?? "no \(deed) yet"
    }

    private static func isRecent(_ at: Date?, _ limit: TimeInterval, _ now: Date) -> Bool {
        at.map { now.timeIntervalSince($0) <= limit } ?? false
    }
}
