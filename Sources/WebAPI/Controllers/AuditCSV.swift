import Ports
import FoundationEssentials

/// The audit log as CSV (RFC 4180).
enum AuditCSV {
    static func text(_ entries: [AuditEntry]) -> String {
        let head = ["sequence", "at", "actor", "address", "action", "app", "outcome", "detail", "hash", "request_id"]
        let rows = entries.map { entry in
            [
                String(entry.sequence), entry.at.formatted(.iso8601), entry.actor, entry.address, entry.action,
                entry.app, entry.outcome.rawValue, entry.detail, entry.hash, entry.request ?? "",
            ]
        }
        return ([head] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Quotes the field, and prefixes an apostrophe to what a spreadsheet would treat as a formula (OWASP, CSV
    /// injection).
    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"\((isFormula ? "'" : "") + text.replacing("\"", with: "\"\""))\""
    }
}
