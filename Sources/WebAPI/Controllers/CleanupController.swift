import Operations
import LiveState
import Model
import HTTPTypes

/// `/api/system/orphans` and `/api/system/cleanup`: resources with our label that belong to no app. Searches and cleanups
/// take minutes: they are started, and what they do is read as a long-poll.
struct CleanupController: Sendable {
    private static let idLimit = 1000

    let desk: CleanupDesk
    let hub: PollHub

    /// What a search or cleanup does and found. `after` is the revision that the client has seen.
    @Sendable func poll(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let seen = try request.cursor()
        let timeout = try request.timeout()
        return .later { [desk, hub] send in
            LongPoll(hub: hub, topic: CleanupDesk.topic).start(timeout: timeout) {
                let view = desk.view
                return view.revision == seen ? nil : view
            } send: { news in
                send(.success(.json(encoding: CleanupView(news ?? desk.view))))
            }
        }
    }

    @Sendable func search(_ request: APIRequest, _ caller: Caller) -> Answer {
        desk.search()
        return .now(.json(.accepted, encoding: CleanupView(desk.view)))
    }

    @Sendable func remove(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let ids = try Self.ids(request.body ?? [])
        try desk.remove(ids, by: caller)
        return .now(.json(.accepted, encoding: CleanupView(desk.view)))
    }

    private static func ids(_ body: [UInt8]) throws -> [String] {
        let fields = FormFields(try JSONBody.object(body))
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: ["ids"])
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
