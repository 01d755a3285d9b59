import Model
package import Ports
package import Logging

/// Makes a backup every `hours` hours after the last one, and runs periodic restore drills.
package final class BackupSchedule: Sendable {
    private let recurring: RecurringWork

    /// - Parameters:
    ///   - hours: 0 disables backups.
    ///   - drillDays: minimum age of the last drill before a backup is followed by another; 0 disables drills.
    package init(routine: BackupRoutine, hours: Int, drillDays: Int, audit: any AuditLog, logger: Logger) {
        recurring = RecurringWork(label: "dcc.backup", everyHours: hours, last: { routine.state.last?.at }) {
            await Self.backUp(routine, drillDays: drillDays, audit: audit, logger: logger)
        }
    }

    package func start() { recurring.start() }

    private static func backUp(
        _ routine: BackupRoutine, drillDays: Int, audit: any AuditLog, logger: Logger
    ) async {
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
