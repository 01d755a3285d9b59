package import FoundationEssentials

/// One audit log entry: who did or attempted what, when, from where, and the result.
package struct AuditEntry: Equatable, Sendable {
    package enum Outcome: String, Sendable {
        case done, refused
    }

    /// Increases by 1 without gaps; defines the order of the log, regardless of the clock.
    package let sequence: Int64
    package let at: Date
    package let actor: String
    package let address: String
    package let action: String
    /// App name; empty if no app is involved.
    package let app: String
    package let outcome: Outcome
    /// JSON object; secrets masked.
    package let detail: String
    /// nginx's request ID, as in its access log; nil if no request came through nginx.
    package let request: String?
    /// HMAC over the previous entry's hash and this entry, with the installation's key; hexadecimal.
    package let hash: String

    package init(
        sequence: Int64, at: Date, actor: String, address: String, action: String, app: String, outcome: Outcome,
        detail: String, request: String?, hash: String
    ) {
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.address = address
        self.action = action
        self.app = app
        self.outcome = outcome
        self.detail = detail
        self.request = request
        self.hash = hash
    }
}
