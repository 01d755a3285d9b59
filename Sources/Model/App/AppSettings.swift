/// The settings from the form: everything needed to deploy the app from scratch.
package struct AppSettings: Equatable, Sendable {
    package var repository: RepositoryURL
    /// nil follows the repository's default branch.
    package var branch: BranchName?
    /// For private repositories.
    package var repositoryToken: RepositoryToken?
    package var requirements: RequirementsFile
    package var startCommand: StartCommand
    package var port: ContainerPort
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
        repository: RepositoryURL, branch: BranchName? = nil, repositoryToken: RepositoryToken? = nil,
        requirements: RequirementsFile = .automatic, startCommand: StartCommand, port: ContainerPort,
        gpus: GPURequest = .none, memory: MemoryLimit? = nil, idlePeriod: IdlePeriod? = nil,
        environment: [EnvironmentVariable] = [], sharedWith: Set<Principal> = []
    ) {
        self.repository = repository
        self.branch = branch
        self.repositoryToken = repositoryToken
        self.requirements = requirements
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
