/// A process with memory on a GPU: of one of our apps, or foreign.
package struct GPUHolder: Equatable, Sendable, Encodable {
    package let process: String
    /// MiB; nil if not reported.
    package let memory: Int?
    /// The app whose container it runs in; nil for a foreign process.
    package let app: AppName?
    /// ID of the app's latest deployment.
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

    var withoutLoad: GPUHolder {
        GPUHolder(process: process, memory: nil, app: app, deployment: deployment, owner: owner)
    }

    /// Identifies the app by its deployment, so that users who may not see the app do not learn its name.
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
