package import FoundationEssentials

/// A line of the audit log: who did or tried what, when, from where, and how it ended.
package struct AuditEntry: Equatable, Sendable {
    package enum Outcome: String, Sendable {
        case done, refused
    }

    /// Counts up without a gap; the order of the log, whatever the clock does.
    package let sequence: Int64
    package let at: Date
    package let actor: String
    package let address: String
    package let action: String
    /// The app's name; empty where no app is concerned.
    package let app: String
    package let outcome: Outcome
    /// A JSON object; secrets masked.
    package let detail: String
    /// nginx's own name for the request, the one in its access log; nil where no request came through nginx.
    package let request: String?
    /// Over the line before and this one, under a key of the installation; hexadecimal.
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
