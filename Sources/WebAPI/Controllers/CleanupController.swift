import LiveState
import Model
import Operations
import Ports
import FoundationEssentials
import HTTPTypes

/// `/api/system/orphans` and `/api/system/cleanup`: resources with our label that belong to no app.
struct CleanupController: Sendable {
    private static let idLimit = 1000

    let cleanup: Cleanup
    let audit: any AuditLog
    /// Docker and disk calls block for long.
    private let looks = BlockingWork(label: "dcc.orphans")

    init(cleanup: Cleanup, audit: any AuditLog) {
        self.cleanup = cleanup
        self.audit = audit
    }

    private struct List: Encodable {
        let orphans: [Orphan]
        let lookedAt: Date

        enum CodingKeys: String, CodingKey {
            case orphans
            case lookedAt = "looked_at"
        }
    }

    @Sendable func list(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        .work { [cleanup, looks] in
            .json(encoding: List(orphans: try await looks.run(cleanup.list), lookedAt: .now))
        }
    }

    @Sendable func remove(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let ids = try Self.ids(request.body ?? [])
        return .work { [cleanup, audit, looks] in
            .json(encoding: try await looks.run { try cleanup.remove(ids, by: caller, audit: audit) })
        }
    }

    private static func ids(_ body: [UInt8]) throws -> [String] {
        let fields = FormFields(try JSONBody.object(body))
        var broken = BrokenRules()
        for field in fields.names where field != "ids" {
            broken.add(FieldError(field: field, code: "unknown_field", message: "Unknown field “\(field)”."))
        }
        let ids = broken.collect { () throws(FieldError) -> [String] in
            let texts = try fields.list("ids").map { value throws(FieldError) in
                guard case .string(let text) = value else {
                    throw FieldError(field: "ids", code: "ids_type", message: "Enter the IDs as strings.")
                }
                return text
            }
            guard (1...idLimit).contains(texts.count) else {
                throw FieldError(field: "ids", code: "ids_count", message: "Enter 1 to \(idLimit) orphan IDs.")
            }
            return texts
        }
        guard broken.errors.isEmpty, let ids else { throw InvalidFields(broken.errors) }
        return ids
    }
}
