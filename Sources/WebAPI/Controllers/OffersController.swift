import Model
import Operations

/// `/api/images` and `/api/models`: what apps may ask for. Builds are images too.
struct OffersController {
    let images: AllowedImages
    let models: ModelSizes
    let builders: DockerfileBuilders

    private struct Images: Encodable {
        let `default`: String
        /// Patterns.
        let allowed: [String]
        /// Whether the caller may have a Dockerfile built.
        let dockerfile: Bool
    }

    private struct Models: Encodable {
        let models: [Folder]
    }

    private struct Folder: Encodable {
        let name: String
        /// nil while unknown.
        let bytes: Int64?

        enum CodingKeys: String, CodingKey { case name, bytes }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(bytes, forKey: .bytes)
        }
    }

    @Sendable func showImages(_ request: APIRequest, _ caller: Caller) -> Answer {
        .now(
            .json(
                encoding: Images(
                    default: images.standard, allowed: images.patterns, dockerfile: builders.includes(caller.role))))
    }

    @Sendable func showModels(_ request: APIRequest, _ caller: Caller) -> Answer {
        let folders = models.sizes().map { Folder(name: $0.name.rawValue, bytes: $0.bytes) }
        return .now(.json(encoding: Models(models: folders)))
    }
}
