package import Ports

/// How long records and log lines are kept.
package struct RetentionConfiguration: Sendable {
    package let records: Retention
    /// Memory for the log lines of all apps together, in bytes.
    package let logMemory: Int

    package init(_ values: CheckedValues) {
        let auditDays = values[\.retention.auditDays]
        records = Retention(
            auditDays: auditDays == 0 ? nil : auditDays, deployments: values[\.retention.deployments],
            deploymentDays: values[\.retention.deploymentDays], logs: values[\.retention.logs],
            removedAppDays: values[\.retention.removedAppDays], keyHours: values[\.retention.keyHours])
        logMemory = values[\.retention.logMemoryMiB] << 20
    }
}
