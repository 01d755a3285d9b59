/// When idle apps are stopped and orphaned resources are removed.
package struct MaintenanceConfiguration: Sendable {
    /// Seconds between the warning of an idle app and its stop.
    package let idleWarning: Double
    /// Seconds to keep orphans that may hold data.
    package let cleanupGrace: Double
    /// Hours between scheduled cleanups; 0 disables them.
    package let cleanupHours: Int

    init(_ values: CheckedValues) {
        idleWarning = Double(values[\.maintenance.idleWarningSeconds])
        cleanupGrace = 60 * Double(values[\.maintenance.cleanupGraceMinutes])
        cleanupHours = values[\.maintenance.cleanupEveryHours]
    }
}
