/// An app's settings as shown by the API, the page and the audit log: secrets by name only.
struct SettingsView: Encodable, Sendable {
    private let settings: AppSettings
    private let only: Set<String>?

    /// - Parameter only: names of the settings to show; nil for all.
    init(_ settings: AppSettings, only: Set<String>? = nil) {
        self.settings = settings
        self.only = only
    }

    enum CodingKeys: String, CodingKey {
        case repository, branch, build, port, gpus, environment, installer, image, models
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
        func show(_ value: some Encodable, _ key: CodingKeys) throws {
            guard only?.contains(key.rawValue) != false else { return }
            try container.encode(value, forKey: key)
        }
        try show(settings.repository.description, .repository)
        try show(settings.branch?.rawValue, .branch)
        try show(settings.build.rawValue, .build)
        try show(settings.requirements.text, .requirementsFile)
        try show(settings.extraRequirements.map(\.rawValue), .extraRequirements)
        try show(settings.skippedRequirements.map(\.rawValue), .skippedRequirements)
        try show(settings.installer.rawValue, .installer)
        try show(settings.systemPackages.map(\.rawValue), .systemPackages)
        try show(settings.image?.rawValue, .image)
        try show(settings.models.map(\.rawValue), .models)
        try show(settings.startCommand.rawValue, .startCommand)
        try show(settings.port?.rawValue, .port)
        try show(settings.gpus.count.rawValue, .gpus)
        try show(settings.gpus.memory?.gib, .gpuMemoryGiB)
        try show(settings.gpus.sharing.rawValue, .gpuSharing)
        try show(settings.gpus.lease?.hours, .leaseHours)
        try show(settings.idlePeriod?.minutes, .idleMinutes)
        try show(settings.memory?.gib, .memoryGiB)
        try show(settings.environment.map(EnvironmentView.init), .environment)
        try show(settings.repositoryUser?.rawValue, .repositoryUser)
        try show(settings.repositoryToken != nil, .hasRepositoryToken)
        try show(settings.sharedWith.map(\.description).sorted(), .sharedWith)
    }
}
