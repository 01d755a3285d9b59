package import Model

/// Audit log: a hash chain in which any changed entry is detected. Changes are written by ``AppStore`` in the same
/// transaction; this protocol records refusals, cleanups and backups.
package protocol AuditLog: Sendable {
    func record(_ refusal: Refusal, by caller: Caller) throws
    /// Called before anything is deleted, so that an interrupted cleanup still has an entry listing its targets.
    func record(cleanupOf orphans: [Orphan], by caller: Caller) throws
    func record(_ receipt: CleanupReceipt, by caller: Caller) throws
    func record(_ backup: BackupState.Backup, by caller: Caller) throws
    /// Newest first.
    func entries(_ query: AuditQuery) throws -> [AuditEntry]
    /// What stands for the entries that retention has removed; nil if none was.
    func anchor() throws -> AuditAnchor?
    /// Checks the whole chain.
    func verify() throws -> AuditVerdict
}

/// A request that a signed-in user was not allowed to make.
package struct Refusal: Equatable, Sendable {
    /// Method and route pattern, such as `DELETE /api/apps/{name}`.
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

/// Filter for audit log entries; nil matches all.
package struct AuditQuery: Equatable, Sendable {
    package var actor: String?
    package var app: String?
    package var action: String?
    /// Entries older than this sequence number.
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
    /// Every entry follows from the previous one. Truncation at the end is not detected: compare the last hash with a
    /// copy kept elsewhere. `removed` counts the entries that the ``AuditAnchor`` stands for.
    case intact(lines: Int, lastHash: String, removed: Int64 = 0)
    /// The first entry that does not follow from the previous one, or from the anchor.
    case broken(sequence: Int64)
    /// The anchor was not written with the installation's key.
    case forgedAnchor
}
