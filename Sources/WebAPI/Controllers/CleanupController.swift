import LiveState
import Model
import Operations
import Ports
import Dispatch
import FoundationEssentials
import HTTPTypes
import Logging

/// `/api/system/orphans` and `/api/system/cleanup`: resources with our label that belong to no app.
struct CleanupController: Sendable {
    private static let idLimit = 1000

    let cleanup: Cleanup
    let audit: any AuditLog
    let logger: Logger
    /// Docker and disk calls block for long.
    private let queue = DispatchQueue(label: "dcc.orphans", qos: .utility)

    init(cleanup: Cleanup, audit: any AuditLog, logger: Logger) {
        self.cleanup = cleanup
        self.audit = audit
        self.logger = logger
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
        later(request) { .json(encoding: List(orphans: try cleanup.list(), lookedAt: .now)) }
    }

    @Sendable func remove(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let ids = try Self.ids(request.body ?? [])
        return later(request) { .json(encoding: try cleanup.remove(ids, by: caller, audit: audit)) }
    }

    private func later(_ request: APIRequest, _ work: @escaping @Sendable () throws -> APIResponse) -> Answer {
        .later { [queue, logger] send in
            queue.async {
                do {
                    send(try work())
                } catch {
                    let problem = ErrorTranslation.problem(for: error)
                    if problem == nil {
                        logger.error("request failed", metadata: ["id": "\(request.id)", "error": "\(error)"])
                    }
                    send((problem ?? .internalError).response)
                }
            }
            // A client that disconnects does not cancel the cleanup.
            return .waiting(leave: {})
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
