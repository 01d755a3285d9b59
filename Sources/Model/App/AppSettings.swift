/// The settings from the form: everything needed to deploy the app from scratch.
package struct AppSettings: Equatable, Sendable {
    package var repository: RepositoryURL
    /// nil follows the repository's default branch.
    package var branch: GitReference?
    /// Sent with the token only; nil means the Git host needs none.
    package var repositoryUser: RepositoryUser?
    /// For private repositories.
    package var repositoryToken: RepositoryToken?
    package var build: BuildMethod
    package var requirements: RequirementsFile
    /// Installed besides ``requirements``.
    package var extraRequirements: [RequirementLine]
    /// Lines of ``requirements`` that are not installed.
    package var skippedRequirements: [RequirementLine]
    package var installer: Installer
    /// Debian packages added to the image.
    package var systemPackages: [SystemPackageName]
    /// nil means the installation's default.
    package var image: ImageReference?
    /// Mounted read-only below `/models`.
    package var models: [ModelFolderName]
    /// ``StartCommand/ofImage`` only with ``BuildMethod/dockerfile``.
    package var startCommand: StartCommand
    /// nil for an app that listens nowhere, such as a bot or a worker: it has no link.
    package var port: ContainerPort?
    package var gpus: GPURequest
    /// nil means the installation's default.
    package var memory: MemoryLimit?
    /// nil never stops the app for being idle.
    package var idlePeriod: IdlePeriod?
    /// In the order given; names are unique.
    package var environment: [EnvironmentVariable]
    /// Who can see the app besides its owner.
    package var sharedWith: Set<Principal>

    package init(
        repository: RepositoryURL, branch: GitReference? = nil, repositoryUser: RepositoryUser? = nil,
        repositoryToken: RepositoryToken? = nil, build: BuildMethod = .python,
        requirements: RequirementsFile = .automatic,
        extraRequirements: [RequirementLine] = [], skippedRequirements: [RequirementLine] = [],
        installer: Installer = .uv, systemPackages: [SystemPackageName] = [], image: ImageReference? = nil,
        models: [ModelFolderName] = [], startCommand: StartCommand, port: ContainerPort?,
        gpus: GPURequest = .none, memory: MemoryLimit? = nil, idlePeriod: IdlePeriod? = nil,
        environment: [EnvironmentVariable] = [], sharedWith: Set<Principal> = []
    ) {
        self.repository = repository
        self.branch = branch
        self.repositoryUser = repositoryUser
        self.repositoryToken = repositoryToken
        self.build = build
        self.requirements = requirements
        self.extraRequirements = extraRequirements
        self.skippedRequirements = skippedRequirements
        self.installer = installer
        self.systemPackages = systemPackages
        self.image = image
        self.models = models
        self.startCommand = startCommand
        self.port = port
        self.gpus = gpus
        self.memory = memory
        self.idlePeriod = idlePeriod
        self.environment = environment
        self.sharedWith = sharedWith
    }

    /// Must never appear in a log.
    package var secrets: [Secret] { environment.compactMap(\.secret) + [repositoryToken?.secret].compactMap(\.self) }
}
