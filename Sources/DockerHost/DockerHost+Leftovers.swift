package import Model
import Ports
import FoundationEssentials

extension DockerHost: LeftoverHost {
    package func labelled() throws -> [ManagedResource] {
        let running = builds.running
        let isBuilding = { (labels: [String: String]?) in labels?[Label.image].map(running.contains) ?? false }
        let containers = try list(EngineQuery.containers(instance: installation)).filter { !isBuilding($0.labels) }
        let networks = try networks().filter { !isBuilding($0.labels) }
        let volumes = try all(EngineModels.Volumes.self, EngineQuery.volumes(instance: installation)).volumes ?? []
        // An operator's own image may have inherited our labels from one of ours.
        let images = try all([EngineModels.ImageSummary].self, EngineQuery.images(instance: installation))
            .filter { image in
                image.names.allSatisfy { name in
                    [SystemImage.repository, BuiltImage.repository].contains { name.hasPrefix($0) }
                }
            }
        return containers.map { container in
            let name = container.names?.first.map { String($0.drop { $0 == "/" }) } ?? container.id
            return ManagedResource(
                .container, key: container.id, name: name, app: Label.app(in: container.labels),
                changedAt: Date(timeIntervalSince1970: Double(container.created)),
                isRunning: ["running", "paused", "restarting"].contains(container.state))
        }
            + networks.map {
                ManagedResource(
                    .network, key: $0.id, name: $0.name, app: Label.app(in: $0.labels),
                    changedAt: EngineModels.date($0.created)
                )
            }
            + volumes.map {
                ManagedResource(
                    .volume, key: $0.name, name: $0.name, app: Label.app(in: $0.labels),
                    changedAt: EngineModels.date($0.createdAt))
            }
            + images.map {
                ManagedResource(
                    .image, key: $0.id, name: $0.names.first ?? $0.id, app: Label.app(in: $0.labels),
                    changedAt: Date(timeIntervalSince1970: Double($0.created)))
            } + installer.store.unused(by: settings.stacks)
    }

    package func bytes(of found: [ManagedResource]) -> [String: Int64] {
        var bytes: [String: Int64] = [:]
        do {
            for thing in found {
                switch thing.kind {
                case .container:
                    let size = try engine.get(EngineModels.Size.self, EngineQuery.containerSize(thing.key))
                    bytes[thing.id] = size?.written
                case .image:
                    bytes[thing.id] = try engine.get(EngineModels.Size.self, EngineQuery.image(thing.key))?.size
                case .packages: bytes[thing.id] = installer.store.bytesFreed(byRemoving: thing.key)
                case .volume, .network, .stack, .workspace: break
                }
            }
            try measureVolumes(in: found, &bytes)
        } catch {
            // List resources even if their size is unknown.
        }
        return bytes
    }

    /// Docker measures all volumes in one call, which can take long.
    private func measureVolumes(in found: [ManagedResource], _ bytes: inout [String: Int64]) throws {
        let volumes = found.filter { $0.kind == .volume }
        guard !volumes.isEmpty else { return }
        let all = try engine.get(EngineModels.Volumes.self, EngineQuery.volumeSizes)?.volumes ?? []
        let sizes = Dictionary(all.compactMap { entry in entry.usage.map { (entry.name, $0.size) } }) { $1 }
        for volume in volumes { bytes[volume.id] = sizes[volume.key].flatMap { $0 < 0 ? nil : $0 } }
    }

    package func remove(_ found: ManagedResource) throws -> String? {
        if found.kind == .packages { return installer.store.remove(found.key) }
        guard let target = EngineQuery.removal(of: found) else { return "It is not a Docker resource." }
        return try engine.delete(target)
    }
}

extension EngineModels {
    /// `GET /volumes`, and the volumes in `GET /system/df`.
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
            /// In bytes; -1 if the volume driver does not report it.
            let size: Int64

            enum CodingKeys: String, CodingKey { case size = "Size" }
        }

        enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
    }

    /// An element of `GET /images/json`.
    struct ImageSummary: Decodable {
        let id: String
        /// Unix time in seconds.
        let created: Int64
        let labels: [String: String]?
        let tags: [String]?
        /// ID of the image below it; empty for none.
        let parent: String
        /// Bytes, with those of all images below it.
        let size: Int64

        /// Tags that name it; older Engines list `<none>:<none>` for an image without any.
        var names: [String] { (tags ?? []).filter { !$0.hasPrefix("<none>") } }

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case created = "Created"
            case labels = "Labels"
            case tags = "RepoTags"
            case parent = "ParentId"
            case size = "Size"
        }
    }

    /// Sizes in bytes, from `GET /containers/{id}/json?size=true` and `GET /images/{name}/json`.
    struct Size: Decodable {
        /// Bytes in the container's writable layer.
        let written: Int64?
        let size: Int64?

        enum CodingKeys: String, CodingKey {
            case written = "SizeRw"
            case size = "Size"
        }
    }
}
