import Configuration

/// When idle apps are stopped, and when what no app has is removed.
struct MaintenanceConfiguration: Sendable {
    /// Seconds between the warning of an idle app and its stop.
    let idleWarning: Double
    /// Seconds that orphans which may hold data are kept.
    let cleanupGrace: Double
    /// 0 never cleans up on a schedule.
    let cleanupHours: Int

    init(_ reader: ConfigReader) throws {
        idleWarning = Double(reader.int(forKey: "idle.warningSeconds", default: 300))
        cleanupGrace = 60 * Double(reader.int(forKey: "cleanup.graceMinutes", default: 60))
        guard cleanupGrace >= 0 else { throw ConfigurationError(key: "cleanup.graceMinutes", rule: "0 or more") }
        cleanupHours = try reader.number(
            "cleanup.everyHours", 0, in: 0...8784, rule: "0 for never, or 1 to 8784")
    }
}
