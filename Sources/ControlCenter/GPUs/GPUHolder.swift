/// Who has memory on a card: a process of an app of ours, or a foreign one.
package struct GPUHolder: Equatable, Sendable, Encodable {
    package let process: String
    /// In MiB; nil where the driver does not say.
    package let memory: Int?
    /// The app whose container it runs in; nil for a foreign process.
    package let app: AppName?
    /// The app's newest deployment.
    package let deployment: Int64?
    package let owner: String?

    package init(
        process: String, memory: Int?, app: AppName? = nil, deployment: Int64? = nil, owner: String? = nil
    ) {
        self.process = process
        self.memory = memory
        self.app = app
        self.deployment = deployment
        self.owner = owner
    }

    /// The app goes by its deployment: who may not see the app does not learn its name.
    enum CodingKeys: String, CodingKey {
        case process, deployment, owner
        case memory = "memory_mib"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(process, forKey: .process)
        try container.encode(deployment, forKey: .deployment)
        try container.encode(owner, forKey: .owner)
        try container.encode(memory, forKey: .memory)
    }
}
