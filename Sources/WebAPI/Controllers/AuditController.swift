import Model
import Ports
import FoundationEssentials
import HTTPTypes

/// `/api/audit`: the audit log for operators, as JSON or CSV.
struct AuditController {
    private static let limits = 1...1000

    let log: any AuditLog
    let records: BlockingWork

    private struct List: Encodable {
        let entries: [AuditEntryView]
        /// Value of `before` for the next older page; nil on the last page.
        let next: Int64?
        let removed: RemovedAuditEntriesView?

        enum CodingKeys: String, CodingKey { case entries, next, removed }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(entries, forKey: .entries)
            try container.encode(next, forKey: .next)
            try container.encode(removed, forKey: .removed)
        }
    }

    @Sendable func list(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let query = AuditQuery(
            actor: given("actor", request), app: given("app", request), action: given("action", request),
            before: try request.number("before", in: 1...(1 << 53), code: "cursor_invalid").map(Int64.init),
            limit: try request.number("limit", in: Self.limits, code: "limit_range") ?? 100)
        let read = { @Sendable [log, records] in
            try await records.run { (try log.entries(query), try log.anchor()) }
        }
        switch request.query("format") {
        case nil, "json":
            return .work {
                let (entries, anchor) = try await read()
                let next = entries.count == query.limit ? entries.last?.sequence : nil
                return .json(
                    encoding: List(
                        entries: try entries.map(AuditEntryView.init), next: next,
                        removed: anchor.map(RemovedAuditEntriesView.init)))
            }
        case "csv":
            return .work {
                let (entries, anchor) = try await read()
                return .csv(AuditCSV.text(entries, anchor: anchor), file: "audit.csv")
            }
        default:
            throw InvalidFields([
                FieldError(field: "format", code: "format_unknown", message: "Choose json or csv.")
            ])
        }
    }

    private func given(_ name: String, _ request: APIRequest) -> String? {
        request.query(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// An audit entry as shown by the API.
struct AuditEntryView: Encodable {
    private let entry: AuditEntry
    private let detail: AnyJSON

    init(_ entry: AuditEntry) throws {
        self.entry = entry
        detail = AnyJSON(try JSONReader.read(Array(entry.detail.utf8)))
    }

    enum CodingKeys: String, CodingKey {
        case sequence, at, actor, address, action, app, outcome, detail, hash
        case request = "request_id"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entry.sequence, forKey: .sequence)
        try container.encode(entry.at, forKey: .at)
        try container.encode(entry.actor, forKey: .actor)
        try container.encode(entry.address, forKey: .address)
        try container.encode(entry.action, forKey: .action)
        try container.encode(entry.app, forKey: .app)
        try container.encode(entry.outcome.rawValue, forKey: .outcome)
        try container.encode(detail, forKey: .detail)
        try container.encode(entry.request, forKey: .request)
        try container.encode(entry.hash, forKey: .hash)
    }
}

/// Entries that are past their retention, as shown by the API.
struct RemovedAuditEntriesView: Encodable {
    /// How many; also the sequence number of the newest of them.
    private let count: Int64
    /// When that one was written.
    private let until: Date
    /// Its hash, which the oldest entry kept follows from.
    private let hash: String

    init(_ anchor: AuditAnchor) {
        count = anchor.sequence
        until = anchor.at
        hash = anchor.hash
    }
}
