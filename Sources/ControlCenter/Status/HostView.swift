/// The machine as the API and the page see it.
package struct HostView: Encodable, Sendable {
    let docker: Reachability
    /// nil while nobody knows: before the first answer of NVIDIA's tool, and when it fails.
    let gpus: [GPU]?
    let baseImage: String

    package enum Reachability: String, Encodable, Sendable {
        case reachable, unreachable
    }

    enum CodingKeys: String, CodingKey {
        case docker, gpus
        case baseImage = "base_image"
    }

    package init(docker: Reachability, gpus: [GPU]?, baseImage: String) {
        self.docker = docker
        self.gpus = gpus
        self.baseImage = baseImage
    }
}
