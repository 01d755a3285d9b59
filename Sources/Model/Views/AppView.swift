package import FoundationEssentials

/// An app as served by the API and shown on the page.
package struct AppView: Encodable, Sendable {
    package let name: AppName
    package let app: App
    let deployment: Deployment?
    let progress: Progress?
    let queuePosition: QueuePosition?
    let slot: SlotView?
    let idle: IdleNotice?
    let memory: MemoryNotice?
    let isServing: Bool
    let link: String

    /// Progress of a working app; not stored, only published to the board.
    package struct Progress: Equatable, Sendable, Encodable {
        package let step: Step
        package let startedAt: Date
        /// For example "1204 of 3000 objects".
        package var detail: String
        /// When it last printed or reported something.
        package var lastOutputAt: Date
        /// Seconds the step took in the latest successful deployment; nil if there is none.
        package let usualSeconds: Double?

        package init(step: Step, startedAt: Date, detail: String, usualSeconds: Double?) {
            self.step = step
            self.startedAt = startedAt
            self.detail = detail
            lastOutputAt = startedAt
            self.usualSeconds = usualSeconds
        }

        enum CodingKeys: String, CodingKey {
            case step, detail
            case startedAt = "started_at"
            case lastOutputAt = "last_output_at"
            case usualSeconds = "usually_seconds"
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(step, forKey: .step)
            try container.encode(startedAt, forKey: .startedAt)
            try container.encode(detail, forKey: .detail)
            try container.encode(lastOutputAt, forKey: .lastOutputAt)
            try container.encode(usualSeconds, forKey: .usualSeconds)
        }
    }

    /// - Parameters:
    ///   - deployment: the latest one.
    ///   - queuePosition: position in the GPU queue; nil if not waiting.
    ///   - slot: place in the queue for a slot; nil if not waiting.
    ///   - isServing: whether the link leads to the container that the current deployment is going to replace.
    ///   - link: the address at which the running app can be opened.
    package init(
        _ app: App, deployment: Deployment?, progress: Progress?, queuePosition: QueuePosition? = nil,
        slot: SlotView? = nil, idle: IdleNotice? = nil, memory: MemoryNotice? = nil, isServing: Bool = false,
        link: String
    ) {
        name = app.name
        self.app = app
        self.deployment = deployment
        self.progress = progress
        self.queuePosition = queuePosition
        self.slot = slot
        self.idle = idle
        self.memory = memory
        self.isServing = isServing
        self.link = link
    }

    enum CodingKeys: String, CodingKey {
        case name, state, desired, owner, commit, link, failure, deployment, progress, idle, release, packages
        case slot = "queue"
        case queuePosition = "line"
        case memory = "memory_kills"
        case isServing = "serving"
        case leaseEndsAt = "lease_ends_at"
        case createdAt = "created_at"
        case changedAt = "changed_at"
    }

    package func encode(to encoder: any Encoder) throws {
        try SettingsView(app.settings).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name.rawValue, forKey: .name)
        try container.encode(app.state.rawValue, forKey: .state)
        try container.encode(app.desired.rawValue, forKey: .desired)
        try container.encode(app.owner, forKey: .owner)
        try container.encode(app.commit?.rawValue, forKey: .commit)
        try container.encode(app.failure.map(FailureView.init), forKey: .failure)
        try container.encode(deployment.map(DeploymentView.init), forKey: .deployment)
        try container.encode(PackagesView(app), forKey: .packages)
        try container.encode(progress, forKey: .progress)
        try container.encode(queuePosition, forKey: .queuePosition)
        try container.encode(slot, forKey: .slot)
        // Nothing answers there without a port.
        try container.encode(app.settings.port == nil ? nil : link, forKey: .link)
        try container.encode(idle, forKey: .idle)
        try container.encode(memory, forKey: .memory)
        try container.encode(isServing, forKey: .isServing)
        try container.encode(app.release, forKey: .release)
        try container.encode(app.leaseEndsAt, forKey: .leaseEndsAt)
        try container.encode(app.createdAt, forKey: .createdAt)
        try container.encode(app.changedAt, forKey: .changedAt)
    }
}
