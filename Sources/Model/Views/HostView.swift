/// The host as served by the API and shown on the page.
package struct HostView: Encodable, Sendable {
    let docker: Reachability
    let gpus: GPUsView
    /// nil before the first sample.
    let load: HostLoad?
    let baseImage: String

    package init(docker: Reachability, gpus: GPUsView, load: HostLoad?, baseImage: String) {
        self.docker = docker
        self.gpus = gpus
        self.load = load
        self.baseImage = baseImage
    }

    /// What pages are told of at once when it changes, unlike the load, which always does.
    package var withoutLoad: HostView {
        HostView(docker: docker, gpus: gpus.withoutLoad, load: nil, baseImage: baseImage)
    }

    package enum Reachability: String, Encodable, Sendable {
        case reachable, unreachable
    }

    enum CodingKeys: String, CodingKey {
        case docker, cpu, memory, disk
        case baseImage = "base_image"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(docker, forKey: .docker)
        try gpus.encode(to: encoder)
        try container.encode(load?.cpu, forKey: .cpu)
        try container.encode(load?.memory, forKey: .memory)
        try container.encode(load?.disk, forKey: .disk)
        try container.encode(baseImage, forKey: .baseImage)
    }
}
