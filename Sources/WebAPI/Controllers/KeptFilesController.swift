import Model
import Operations
import Ports
import HTTPTypes

/// `/api/apps/{name}/deployments/{id}/files?path=…`: downloads a file that a deployment moved aside.
struct KeptFilesController {
    /// The response is in memory.
    private static let limit = 16 << 20

    let store: any AppStore
    let workspaces: Workspaces
    let records: BlockingWork

    @Sendable func download(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        let path = request.query("path") ?? ""
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !segments.contains(where: { ["", ".", ".."].contains($0) }), !path.contains("\0") else {
            throw InvalidFields([
                FieldError(field: "path", code: "path_invalid", message: "Enter a path below the deployment's folder.")
            ])
        }
        let id = request.parameters["id"].flatMap(Int64.init) ?? 0
        return .work { [store, workspaces, records] in
            try await records.run {
                guard let folder = try store.deployment(id, of: app.id)?.keptFiles?.folder,
                    let bytes = workspaces.bytes(of: "\(folder)/\(path)", of: app.name, limit: Self.limit + 1)
                else { return Problem(.notFound, "not_found", "The deployment kept no file of this path.").response }
                guard bytes.count <= Self.limit else {
                    return Problem(
                        .contentTooLarge, "file_too_large",
                        "The file has more than \(Self.limit >> 20) MiB. It is in \(folder) of the app's folder."
                    ).response
                }
                return .file(bytes)
            }
        }
    }
}
