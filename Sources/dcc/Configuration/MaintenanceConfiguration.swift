import Configuration

/// When idle apps are stopped and orphaned resources are removed.
struct MaintenanceConfiguration: Sendable {
    /// Seconds between the warning of an idle app and its stop.
    let idleWarning: Double
    /// Seconds to keep orphans that may hold data.
    let cleanupGrace: Double
    /// Hours between scheduled cleanups; 0 disables them.
    let cleanupHours: Int

    init(_ reader: ConfigReader) throws {
        idleWarning = Double(reader.int(forKey: "idle.warningSeconds", default: 300))
        cleanupGrace = 60 * Double(reader.int(forKey: "cleanup.graceMinutes", default: 60))
        guard cleanupGrace >= 0 else {
            throw ConfigurationError(key: "cleanup.graceMinutes", rule: "it must be 0 or more")
        }
        cleanupHours = try reader.number(
            "cleanup.everyHours", 0, in: 0...8784, rule: "it must be from 1 to 8784, or 0 to disable scheduled cleanups"
        )
    }
}
