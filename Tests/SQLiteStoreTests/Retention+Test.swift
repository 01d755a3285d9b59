import Ports

extension Retention {
    static func test(
        auditDays: Int? = 366, deployments: Int = 40, deploymentDays: Int = 366, logs: Int = 5,
        removedAppDays: Int = 366, keyHours: Int = 24
    ) -> Retention {
        Retention(
            auditDays: auditDays, deployments: deployments, deploymentDays: deploymentDays, logs: logs,
            removedAppDays: removedAppDays, keyHours: keyHours)
    }
}
