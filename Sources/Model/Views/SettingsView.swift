/// An app's settings as shown by the API, the page and the audit log: secrets by name only.
struct SettingsView: Encodable, Sendable {
    private let settings: AppSettings

    init(_ settings: AppSettings) {
        self.settings = settings
    }

    enum CodingKeys: String, CodingKey {
        case repository, branch, port, gpus, environment, installer, image, models
        case gpuMemoryGiB = "gpu_memory_gib"
        case gpuSharing = "gpu_sharing"
        case leaseHours = "lease_hours"
        case idleMinutes = "idle_minutes"
        case requirementsFile = "requirements_file"
        case extraRequirements = "extra_requirements"
        case skippedRequirements = "skip_requirements"
        case systemPackages = "system_packages"
        case repositoryUser = "repository_user"
        case startCommand = "start_command"
        case memoryGiB = "memory_gib"
        case sharedWith = "shared_with"
        case hasRepositoryToken = "has_repository_token"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(settings.repository.description, forKey: .repository)
        try container.encode(settings.branch?.rawValue, forKey: .branch)
        try container.encode(settings.requirements.text, forKey: .requirementsFile)
        try container.encode(settings.extraRequirements.map(\.rawValue), forKey: .extraRequirements)
        try container.encode(settings.skippedRequirements.map(\.rawValue), forKey: .skippedRequirements)
        try container.encode(settings.installer.rawValue, forKey: .installer)
        try container.encode(settings.systemPackages.map(\.rawValue), forKey: .systemPackages)
        try container.encode(settings.image?.rawValue, forKey: .image)
        try container.encode(settings.models.map(\.rawValue), forKey: .models)
        try container.encode(settings.startCommand.rawValue, forKey: .startCommand)
        try container.encode(settings.port.rawValue, forKey: .port)
        try container.encode(settings.gpus.count.rawValue, forKey: .gpus)
        try container.encode(settings.gpus.memory?.gib, forKey: .gpuMemoryGiB)
        try container.encode(settings.gpus.sharing.rawValue, forKey: .gpuSharing)
        try container.encode(settings.gpus.lease?.hours, forKey: .leaseHours)
        try container.encode(settings.idlePeriod?.minutes, forKey: .idleMinutes)
        try container.encode(settings.memory?.gib, forKey: .memoryGiB)
        try container.encode(settings.environment.map(EnvironmentView.init), forKey: .environment)
        try container.encode(settings.repositoryUser?.rawValue, forKey: .repositoryUser)
        try container.encode(settings.repositoryToken != nil, forKey: .hasRepositoryToken)
        try container.encode(settings.sharedWith.map(\.description).sorted(), forKey: .sharedWith)
    }
}
