import Model
package import Ports
import Dispatch
package import Logging

/// Periodically removes orphans without user data.
package final class CleanupSchedule: Sendable {
    private let cleanup: Cleanup
    private let audit: any AuditLog
    private let hours: Int
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.cleanup", qos: .utility)

    /// - Parameter hours: interval; 0 disables it.
    package init(_ cleanup: Cleanup, audit: any AuditLog, hours: Int, logger: Logger) {
        self.cleanup = cleanup
        self.audit = audit
        self.hours = hours
        self.logger = logger
    }

    package func start() {
        guard hours > 0 else { return }
        queue.asyncAfter(deadline: .now() + .seconds(hours * 3600)) { [self] in
            clean()
            start()
        }
    }

    private func clean() {
        do {
            let receipt = try cleanup.removeHarmless(audit: audit)
            guard !receipt.removed.isEmpty || !receipt.kept.isEmpty else { return }
            logger.notice(
                "cleanup completed", metadata: ["removed": "\(receipt.removed.count)", "kept": "\(receipt.kept.count)"])
        } catch {
            logger.warning("cleanup failed", metadata: ["error": "\(error)"])
        }
    }
}
