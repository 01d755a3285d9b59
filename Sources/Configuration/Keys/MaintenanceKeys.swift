/// Free space, cleanup and idle apps.
package struct MaintenanceKeys: Sendable {
    package let diskFloorGiB = Key(
        "disk.floorGiB", .whole(1...1 << 20, of: "GiB", zero: "to disable the check"), .value(5),
        "minimum free disk space to start a deployment")
    package let cleanupGraceMinutes = Key(
        "cleanup.graceMinutes", .whole(0...5_256_000, of: "minutes"), .value(60),
        "how long resources without an app are kept if they may hold data or be used again")
    package let cleanupEveryHours = Key(
        "cleanup.everyHours", .whole(1...8784, of: "hours", zero: "to disable it"), .value(0),
        "interval of scheduled cleanup of orphans without data, counted from the last one")
    package let idleWarningSeconds = Key(
        "idle.warningSeconds", .whole(0...86_400, of: "seconds"), .value(300),
        "how long the page warns before an idle app is stopped")
}
