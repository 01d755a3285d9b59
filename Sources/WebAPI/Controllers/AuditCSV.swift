import Ports
import FoundationEssentials

/// The audit log as CSV (RFC 4180).
enum AuditCSV {
    /// - Parameter anchor: added as the last row if the entries reach back to it, since the oldest one follows from its hash.
    static func text(_ entries: [AuditEntry], anchor: AuditAnchor?) -> String {
        let head = ["sequence", "at", "actor", "address", "action", "app", "outcome", "detail", "hash", "request_id"]
        let rows = entries.map { entry in
            [
                String(entry.sequence), entry.at.formatted(.iso8601), entry.actor, entry.address, entry.action,
                entry.app, entry.outcome.rawValue, entry.detail, entry.hash, entry.request ?? "",
            ]
        }
        let removed = anchor.flatMap { anchor in
            entries.last?.sequence == anchor.sequence + 1 ? row(of: anchor) : nil
        }
        return ([head] + rows + (removed.map { [$0] } ?? [])).map { $0.map(field).joined(separator: ",") + "\r\n" }
            .joined()
    }

    private static func row(of anchor: AuditAnchor) -> [String] {
        [
            String(anchor.sequence), anchor.at.formatted(.iso8601), "system", "", "retention", "", "done",
            #"{"removed":\#(anchor.sequence)}"#, anchor.hash, "",
        ]
    }

    /// Quotes the field, and prefixes an apostrophe to what a spreadsheet would treat as a formula (OWASP, CSV
    /// injection).
    private static func field(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"\((isFormula ? "'" : "") + text.replacing("\"", with: "\"\""))\""
    }
}
