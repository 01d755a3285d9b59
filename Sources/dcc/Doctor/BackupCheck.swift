import Model
import FoundationEssentials

/// Checks the age of the last backup, repository check and restore drill, from the state file beside the database that
/// every backup run updates.
enum BackupCheck {
    private static let what = "backup"
    private static let hour = 3600.0
    private static let day = 24 * hour
    /// The first backup after a week checks the repository, so two weeks mean that this did not happen.
    private static let oldCheck = 14 * day
    private static let oldDrill = 92 * day

    /// - Parameter everyHours: interval of scheduled backups; 0 when they are disabled.
    static func finding(_ state: BackupState, everyHours: Int, now: Date) -> Finding {
        guard state.repository != nil else {
            return .warn(what, "no backups are configured", fix: "set backup.repository (see “Backups” in README)")
        }
        guard let last = state.last else {
            return .warn(what, trouble(state) ?? "there is no backup yet", fix: "run `dcc backup`")
        }
        let age = now.timeIntervalSince(last.at)
        let story = [
            "last one \(Int(age / hour)) h ago", lastRun("check", state.lastCheck?.at, now),
            lastRun("drill", state.lastDrill?.at, now),
        ].joined(separator: ", ")
        // At least two days, and two intervals, because a scheduled run may be skipped.
        guard age <= max(48, 2 * Double(everyHours)) * hour else {
            return .warn(what, story, fix: "check the service's log for why there is no newer one")
        }
        if let check = state.lastCheck, !check.ok {
            return .warn(
                what, "\(story); the repository is damaged",
                fix: "follow “Troubleshooting” in restic's manual, then run `dcc backup --check`")
        }
        if let drill = state.lastDrill, !drill.ok {
            return .warn(
                what, "\(story); the last drill failed",
                fix: "run `dcc backup --check`, `dcc backup` and `dcc backup --drill`")
        }
        if let trouble = trouble(state) {
            return .warn(what, "\(story); the latest attempt failed: \(trouble)", fix: "run `dcc backup`")
        }
        guard last.leftOut.isEmpty else {
            return .warn(
                what, "\(story); it does not include \(last.leftOut.joined(separator: ", "))",
                fix: "repair or delete these files, then run `dcc backup`")
        }
        guard isRecent(state.lastCheck?.at, oldCheck, now) else {
            return .warn(what, story, fix: "run `dcc backup --check`")
        }
        guard isRecent(state.lastDrill?.at, oldDrill, now) else {
            return .warn(what, story, fix: "run `dcc backup --drill`")
        }
        return .ok(what, story)
    }

    /// Without the final period, since the text continues.
    private static func trouble(_ state: BackupState) -> String? {
        state.trouble.map { $0.message.hasSuffix(".") ? String($0.message.dropLast()) : $0.message }
    }

    private static func lastRun(_ kind: String, _ at: Date?, _ now: Date) -> String {
        at.map { "\(kind) \(Int(now.timeIntervalSince($0) / day)) d ago" } ?? "no \(kind) yet"
    }

    private static func isRecent(_ at: Date?, _ limit: TimeInterval, _ now: Date) -> Bool {
        at.map { now.timeIntervalSince($0) <= limit } ?? false
    }
}
