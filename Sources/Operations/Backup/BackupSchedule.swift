import Model
package import Ports
import Dispatch
import FoundationEssentials
package import Logging
import Synchronization

/// Makes a backup every `hours` hours after the last one, and runs periodic restore drills.
package final class BackupSchedule: Sendable {
    /// How often to check whether a backup is due.
    private static let interval = DispatchTimeInterval.seconds(60)
    /// Seconds before a failed backup is retried.
    private static let retryDelay: TimeInterval = 15 * 60

    private let routine: BackupRoutine
    private let hours: Int
    private let drillDays: Int
    private let audit: any AuditLog
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.backup", qos: .utility)
    private let lastAttempt = Mutex(Date.distantPast)

    /// - Parameters:
    ///   - hours: 0 disables backups.
    ///   - drillDays: minimum age of the last drill before a backup is followed by another; 0 disables drills.
    package init(routine: BackupRoutine, hours: Int, drillDays: Int, audit: any AuditLog, logger: Logger) {
        self.routine = routine
        self.hours = hours
        self.drillDays = drillDays
        self.audit = audit
        self.logger = logger
    }

    package func start() {
        guard hours > 0 else { return }
        Task { [self] in
            if isDue(.now) { await backUp() }
            queue.asyncAfter(deadline: .now() + Self.interval) { [self] in start() }
        }
    }

    func isDue(_ now: Date) -> Bool {
        let last = routine.state.last?.at ?? .distantPast
        // `abs`: if the clock was set back, the last backup lies in the future and would block the next one.
        let isOld = abs(now.timeIntervalSince(last)) >= Double(hours) * 3600
        return isOld && abs(now.timeIntervalSince(lastAttempt.withLock { $0 })) >= Self.retryDelay
    }

    func backUp() async {
        lastAttempt.withLock { $0 = .now }
        do {
            let backup = try await routine.backUp()
            try audit.record(backup, by: .system)
            logger.notice("backup completed", metadata: ["snapshot": "\(backup.snapshot)", "apps": "\(backup.apps)"])
        } catch {
            logger.error("backup failed", metadata: ["error": "\(error)"])
            return
        }
        do {
            try await routine.lookAfter(drillDays: drillDays)
        } catch {
            logger.error("the backup repository needs attention", metadata: ["error": "\(error)"])
        }
    }
}
