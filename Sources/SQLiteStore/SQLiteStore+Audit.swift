package import Model
package import Ports
import GRDB

extension SQLiteStore: AuditLog {
    package func record(_ refusal: Refusal, by caller: Caller) throws {
        try write { db in
            let detail = JSONText.encode(["code": refusal.code])
            let draft = AuditDraft(action: refusal.action, app: refusal.app, outcome: .refused, detail: detail)
            try chain.append(draft, by: caller, db)
        }
    }

    package func record(cleanupOf orphans: [Orphan], by caller: Caller) throws {
        let detail = JSONText.encode(["wanted": CleanupDetail.names(orphans.map(CleanupReceipt.Removed.init))])
        try write { try chain.append(AuditDraft(action: "cleanup_began", app: "", detail: detail), by: caller, $0) }
    }

    package func record(_ receipt: CleanupReceipt, by caller: Caller) throws {
        let draft = AuditDraft(action: "cleanup", app: "", detail: JSONText.encode(CleanupDetail(receipt)))
        try write { try chain.append(draft, by: caller, $0) }
    }

    package func record(_ backup: BackupState.Backup, by caller: Caller) throws {
        let draft = AuditDraft(action: "backup", app: "", detail: JSONText.encode(backup))
        try write { try chain.append(draft, by: caller, $0) }
    }

    package func entries(_ query: AuditQuery) throws -> [AuditEntry] {
        let conditions: [(String, (any DatabaseValueConvertible)?)] = [
            ("actor = ?", query.actor), ("app = ?", query.app), ("action = ?", query.action),
            ("sequence < ?", query.before),
        ]
        return try read { db in
            try conditions.reduce(AuditRecord.all()) { request, condition in
                guard let value = condition.1 else { return request }
                return request.filter(sql: condition.0, arguments: [value])
            }.order(sql: "sequence DESC").limit(query.limit).fetchAll(db).map { try $0.entry() }
        }
    }

    package func anchor() throws -> AuditAnchor? {
        try read { try AuditAnchorRecord.find($0)?.anchor() }
    }

    package func verify() throws -> AuditVerdict {
        try read { try chain.verify($0) }
    }
}
