import ControlCenter
import FoundationEssentials
import GRDB

/// A row of `audit`: who did what, when, from where. Ordered by its sequence, whatever the clock does.
struct AuditRecord: Codable, PersistableRecord {
    static let databaseTableName = "audit"

    let at: Date
    let actor: String
    let address: String
    let action: String
    let app: String
    let detail: String

    init(_ action: String, _ app: AppName, by caller: Caller, detail: String = "{}") {
        at = .now
        actor = caller.user
        address = caller.address
        self.action = action
        self.app = app.rawValue
        self.detail = detail
    }
}
