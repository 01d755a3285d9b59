package import ControlCenter
import FoundationEssentials

extension DockerHost: LeftoverHost {
    package func labelled() throws -> [Found] {
        let containers = try list(EngineQuery.containers(instance: installation))
        let networks = try networks()
        let volumes = try all(EngineModels.Volumes.self, EngineQuery.volumes(instance: installation)).volumes ?? []
        let images = try all([EngineModels.ImageSummary].self, EngineQuery.namelessImages(instance: installation))
        return containers.map { container in
            let name = container.names?.first.map { String($0.drop { $0 == "/" }) } ?? container.id
            return Found(
                .container, key: container.id, name: name, app: Label.app(in: container.labels),
                changedAt: Date(timeIntervalSince1970: Double(container.created)),
                isRunning: ["running", "paused", "restarting"].contains(container.state))
        }
            + networks.map {
                Found(
                    .network, key: $0.id, name: $0.name, app: Label.app(in: $0.labels), changedAt: Self.date($0.created)
                )
            }
            + volumes.map {
                Found(
                    .volume, key: $0.name, name: $0.name, app: Label.app(in: $0.labels),
                    changedAt: Self.date($0.createdAt))
            }
            + images.map {
                Found(
                    .image, key: $0.id, name: $0.id, app: Label.app(in: $0.labels),
                    changedAt: Date(timeIntervalSince1970: Double($0.created)))
            }
    }

    package func bytes(of found: Found) throws -> Int64? {
        switch found.kind {
        case .container:
            try engine.get(EngineModels.Size.self, EngineQuery.containerSize(found.key))?.written
        case .volume:
            try engine.get(EngineModels.Volumes.self, EngineQuery.volumeSizes)?.volumes?.first { $0.name == found.key }
                .flatMap { $0.usage.map(\.size) }.flatMap { $0 < 0 ? nil : $0 }
        case .image: try engine.get(EngineModels.Size.self, EngineQuery.image(found.key))?.size
        case .network, .stack, .workspace: nil
        }
    }

    package func remove(_ found: Found) throws -> String? {
        guard let target = EngineQuery.removal(of: found) else { return "Docker does not have it." }
        return try engine.delete(target)
    }

    /// - Parameter text: such as `2026-11-25T00:54:54.841893484Z`, or without fractions.
    private static func date(_ text: String?) -> Date? {
        text.flatMap { text in
            (try? Date(text, strategy: .iso8601))
                ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
    }
}

extension EngineModels {
    /// `GET /volumes`, and the volumes of `GET /system/df`.
    struct Volumes: Decodable {
        let volumes: [Volume]?

        struct Volume: Decodable {
            let name: String
            let createdAt: String?
            let labels: [String: String]?
            let usage: Usage?

            enum CodingKeys: String, CodingKey {
                case name = "Name"
                case createdAt = "CreatedAt"
                case labels = "Labels"
                case usage = "UsageData"
            }
        }

        struct Usage: Decodable {
            /// In bytes; -1 for a driver that does not tell.
            let size: Int64

            enum CodingKeys: String, CodingKey { case size = "Size" }
        }

        enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
    }

    /// An element of `GET /images/json`.
    struct ImageSummary: Decodable {
        let id: String
        /// Seconds since 1970.
        let created: Int64
        let labels: [String: String]?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case created = "Created"
            case labels = "Labels"
        }
    }

    /// The sizes in `GET /containers/{id}/json?size=true` and `GET /images/{name}/json`, in bytes.
    struct Size: Decodable {
        /// What a container wrote over its image.
        let written: Int64?
        let size: Int64?

        enum CodingKeys: String, CodingKey {
            case written = "SizeRw"
            case size = "Size"
        }
    }
}
