/// How long records and log lines are kept.
package struct RetentionKeys: Sendable {
    package let auditDays = Key(
        "retention.auditDays", .whole(1...36_600, of: "days", zero: "to keep all"), .value(366),
        "how long audit entries are kept. A sealed anchor takes the place of removed ones, so that the rest can still be"
            + " verified")
    package let deployments = Key(
        "retention.deployments", .whole(10...10_000), .value(40),
        "deployments kept per app; the newest, the last three successful ones and the newest of each of the ten latest"
            + " commits that ran are kept in any case")
    package let deploymentDays = Key(
        "retention.deploymentDays", .whole(1...36_600, of: "days"), .value(366), "how long these are kept")
    package let logs = Key(
        "retention.logs", .whole(1...1000), .value(5),
        "deployments per app whose log lines are kept, besides the running one and the newest that failed; a removed app"
            + " keeps none")
    package let removedAppDays = Key(
        "retention.removedAppDays", .whole(1...36_600, of: "days"), .value(366),
        "how long a removed app stays in the capacity report")
    package let keyHours = Key(
        "retention.keyHours", .whole(1...8760, of: "hours"), .value(24),
        "how long a repeated `Idempotency-Key` gets the first answer")
    package let logMemoryMiB = Key(
        "retention.logMemoryMiB", .whole(16...65_536, of: "MiB"), .value(256),
        "memory for the log lines of all apps; when it is used up, the longest logs lose their oldest lines")
}
