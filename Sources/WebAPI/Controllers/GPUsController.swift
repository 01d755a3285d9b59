import ControlCenter
import LiveState
import Model
import HTTPTypes

/// Leases, the GPU queue and fit checks: `/api/gpus/fit`, `/api/apps/{name}/lease`, `/api/apps/{name}/line`.
struct GPUsController {
    let registry: AppRegistry
    let service: AppService
    let board: StatusBoard

    private struct QueueOrder: Encodable {
        let queue: [String]

        enum CodingKeys: String, CodingKey {
            case queue = "line"
        }
    }

    /// Predicts the outcome of a GPU request, for a new app or for changed settings of the app in `app`.
    @Sendable func fit(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let app = try request.query("app").map { text in
            guard let app = (try? AppName(text)).flatMap({ registry.app($0) }), caller.mayChange(app) else {
                throw UnknownApp()
            }
            return app
        }
        return .now(.json(encoding: service.fit(try Self.request(request), of: app, for: caller)))
    }

    @Sendable func renewLease(_ request: APIRequest, _ caller: Caller, _ app: App) -> Answer {
        .work {
            try await registry.renewLease(of: app, by: caller).stored()
            guard let view = board.app(app.name) else { throw UnknownApp() }
            return .json(.ok, Array(view.utf8))
        }
    }

    @Sendable func move(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let fields = FormFields(try JSONBody.object(request.body ?? []))
        var broken = BrokenRules()
        broken.addUnknown(in: fields, besides: ["position"])
        let position = broken.collect { () throws(FieldError) in
            guard let position = try fields.number("position"), position >= 1 else {
                throw FieldError(
                    field: "position", code: "position_range", message: "Enter a queue position of 1 or higher.")
            }
            return position
        }
        guard broken.errors.isEmpty, let position else { throw InvalidFields(broken.errors) }
        return .work {
            let queue = try await registry.move(app, to: position, by: caller).stored()
            return .json(encoding: QueueOrder(queue: queue.map(\.rawValue)))
        }
    }

    private static func request(_ request: APIRequest) throws -> GPURequest {
        let gib = GPUMemory.range
        let count = try request.number("gpus", in: 0...GPUCount.maximum, code: "gpus_range") ?? 1
        let memory = try request.number("memory_gib", in: gib, code: "gpu_memory_range")
        do {
            let wish = GPURequest(
                count: try GPUCount(count), memory: try memory.map { try GPUMemory(gib: $0) },
                sharing: try request.query("sharing").map { try GPUSharing($0, field: "sharing") } ?? .exclusive)
            try wish.requireMemoryToShare(field: "memory_gib")
            return wish
        } catch let error as FieldError {
            throw InvalidFields([error])
        }
    }
}
