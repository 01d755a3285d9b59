package import FoundationEssentials

/// How long the records of what happened are kept.
package struct Retention: Equatable, Sendable {
    /// Commits of an app whose newest successful deployment is kept, however old: those that a rollback offers.
    package static let commits = 10

    /// Days that audit entries are kept; nil keeps all.
    package var auditDays: Int?
    /// Deployments kept per app, besides those for ``commits``.
    package var deployments: Int
    /// Days that a deployment is kept.
    package var deploymentDays: Int
    /// Deployments per app whose log lines are kept, besides the running one and the newest that failed.
    package var logs: Int
    /// Days that a removed app and its deployments are kept.
    package var removedAppDays: Int
    /// Hours in which a request with the same idempotency key gets the first one's answer.
    package var keyHours: Int

    package init(
        auditDays: Int?, deployments: Int, deploymentDays: Int, logs: Int, removedAppDays: Int, keyHours: Int
    ) {
        self.auditDays = auditDays
        self.deployments = deployments
        self.deploymentDays = deploymentDays
        self.logs = logs
        self.removedAppDays = removedAppDays
        self.keyHours = keyHours
    }
}

/// What retention deletes from, one at a time.
package enum RetentionSubject: Hashable, Sendable {
    case idempotencyKeys
    /// Deployments and log lines of an app, and the app itself once it was removed long ago.
    case history(app: Int64)
    case auditLog
}

/// Deletes records past their retention.
///
/// Methods block for short transactions and can be called from any thread.
package protocol RetentionStore: Sendable {
    /// In the order in which they are deleted from.
    func retentionSubjects() throws -> [RetentionSubject]
    /// Deletes rows of the subject for a few milliseconds, in one transaction.
    ///
    /// Never deletes what an app needs: its newest deployment, its last three successful ones, those that
    /// ``Retention/commits`` counts, and what an idempotency key refers to. The newest audit entry is always kept, and an
    /// ``AuditAnchor`` takes the place of the deleted ones.
    /// - Returns: number of deleted rows; 0 if none is left to delete.
    func expire(_ subject: RetentionSubject, under retention: Retention, now: Date) throws -> Int
}
