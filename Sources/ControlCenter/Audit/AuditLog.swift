/// The log of who did what, a chain in which no line can be changed unseen. Changes are written with the change itself, by
/// ``AppStore``; written here is what was refused, what a cleanup took away, and what was backed up.
package protocol AuditLog: Sendable {
    func record(_ refusal: Refusal, by caller: Caller) throws
    /// Before anything is taken away: whatever ends the cleanup in the middle, it is told what it was about.
    func record(cleanupOf orphans: [Orphan], by caller: Caller) throws
    func record(_ receipt: CleanupReceipt, by caller: Caller) throws
    func record(_ backup: BackupState.Backup, by caller: Caller) throws
    /// Newest first.
    func entries(_ query: AuditQuery) throws -> [AuditEntry]
    /// Walks the whole chain.
    func verify() throws -> AuditVerdict
}

/// Something a signed-in person was not allowed to do.
package struct Refusal: Equatable, Sendable {
    /// Method and pattern of the route, such as `DELETE /api/apps/{name}`.
    package let action: String
    package let app: String
    /// The problem's code, such as `not_yours`.
    package let code: String

    package init(action: String, app: String, code: String) {
        self.action = action
        self.app = app
        self.code = code
    }
}

/// Which lines of the audit log to read; nil takes all.
package struct AuditQuery: Equatable, Sendable {
    package var actor: String?
    package var app: String?
    package var action: String?
    /// Older than this sequence number.
    package var before: Int64?
    package var limit: Int

    package init(
        actor: String? = nil, app: String? = nil, action: String? = nil, before: Int64? = nil, limit: Int = 100
    ) {
        self.actor = actor
        self.app = app
        self.action = action
        self.before = before
        self.limit = limit
    }
}

package enum AuditVerdict: Equatable, Sendable {
    /// Every line follows from the one before. Lines cut off at the end do not show: compare the last hash with a copy
    /// kept elsewhere.
    case intact(lines: Int, lastHash: String)
    /// The first line that does not follow from the one before.
    case broken(sequence: Int64)
}
