/// What is reserved on a GPU for one of our apps, whether it uses it or not.
package struct GPUPromise: Equatable, Sendable, Encodable {
    /// ID of the app's latest deployment. It identifies the app, so that users who may not see the app do not learn its
    /// name.
    package let deployment: Int64
    package let owner: String
    /// MiB; nil means the whole GPU.
    package let memory: Int?
    package let sharing: GPUSharing

    package init(deployment: Int64, owner: String, memory: Int?, sharing: GPUSharing) {
        self.deployment = deployment
        self.owner = owner
        self.memory = memory
        self.sharing = sharing
    }

    enum CodingKeys: String, CodingKey {
        case deployment, owner, sharing
        case memory = "memory_mib"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(deployment, forKey: .deployment)
        try container.encode(owner, forKey: .owner)
        try container.encode(memory, forKey: .memory)
        try container.encode(sharing.rawValue, forKey: .sharing)
    }
}
