import ControlCenter
import HTTPTypes

/// Leases, the waiting line and what would fit: `/api/gpus/fit`, `/api/apps/{name}/lease`, `/api/apps/{name}/line`.
struct GPUsController {
    let book: AppBook
    let registry: AppRegistry
    let board: StatusBoard

    private struct Line: Encodable {
        let line: [String]
    }

    /// What would become of a request for GPUs: before there is an app, or of the `app` whose settings would change.
    @Sendable func fit(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let app = try request.query("app").map { text in
            guard let app = (try? AppName(text)).flatMap({ book.app($0) }), caller.mayChange(app) else {
                throw UnknownApp()
            }
            return app
        }
        return .now(.json(encoding: registry.fit(try Self.request(request), of: app, for: caller)))
    }

    @Sendable func renewLease(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        try book.renewLease(of: app, by: caller)
        guard let view = board.app(app.name) else { throw UnknownApp() }
        return .now(.json(.ok, Array(view.utf8)))
    }

    @Sendable func move(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let fields = FormFields(try JSONBody.object(request.body ?? []))
        var broken = BrokenRules()
        let position = broken.collect { () throws(FieldError) in
            guard let position = try fields.number("position"), position >= 1 else {
                throw FieldError(
                    field: "position", code: "position_range", message: "Give a place in the line, from 1.")
            }
            return position
        }
        guard let position else { throw InvalidFields(broken.errors) }
        let line = try book.move(app, to: position, by: caller)
        return .now(.json(encoding: Line(line: line.map(\.rawValue))))
    }

    private static func request(_ request: APIRequest) throws -> GPURequest {
        let gib = GPUMemory.range
        let count = try request.number("gpus", in: 0...GPUCount.maximum, code: "gpus_range") ?? 1
        let memory = try request.number("memory_gib", in: gib, code: "gpu_memory_range")
        guard let sharing = GPUSharing(rawValue: request.query("sharing") ?? GPUSharing.exclusive.rawValue) else {
            throw InvalidFields([
                FieldError(field: "sharing", code: "gpu_sharing_unknown", message: "Choose “exclusive” or “shared”.")
            ])
        }
        guard sharing == .exclusive || count == 0 || memory != nil else {
            throw InvalidFields([
                FieldError(
                    field: "memory_gib", code: "gpu_memory_required",
                    message: "Say how much GPU memory the app needs: a shared card is promised only up to what it has.")
            ])
        }
        return GPURequest(
            count: try GPUCount(count), memory: try memory.map { try GPUMemory(gib: $0) }, sharing: sharing)
    }
}
