package import FoundationEssentials
package import Logging
import Model
package import Ports

/// Removes orphans without user data every `hours` hours after it last did, and remembers when in `cleanup.json`.
package final class CleanupSchedule: Sendable {
    private struct State: Codable, Sendable {
        let lastAt: Date

        private enum CodingKeys: String, CodingKey { case lastAt = "last_at" }
    }

    let recurring: RecurringWork

    /// - Parameters:
    ///   - hours: interval; 0 disables it.
    ///   - folder: the database's.
    package init(
        _ cleanup: Cleanup, audit: any AuditLog, hours: Int, folder: String, logger: Logger,
        now: @escaping @Sendable () -> Date = { .now }
    ) {
        let file = StateFile<State>(folder + "/cleanup.json")
        recurring = RecurringWork(label: "dcc.cleanup-schedule", everyHours: hours, last: { file.read()?.lastAt }) {
            do {
                try Self.clean(cleanup, audit: audit, logger: logger)
                try file.write(State(lastAt: now()))
            } catch {
                logger.warning("cleanup failed", metadata: ["error": "\(error)"])
            }
        }
    }

    package func start() { recurring.start() }

    private static func clean(_ cleanup: Cleanup, audit: any AuditLog, logger: Logger) throws {
        let receipt = try cleanup.removeHarmless(audit: audit)
        guard !receipt.removed.isEmpty || !receipt.kept.isEmpty else { return }
        logger.notice(
            "cleanup completed", metadata: ["removed": "\(receipt.removed.count)", "kept": "\(receipt.kept.count)"])
    }
}
