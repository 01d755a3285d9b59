/// What a person filled in on the form: everything needed to bring the app up again from nothing.
package struct AppSettings: Equatable, Sendable {
    package var repository: RepositoryURL
    /// nil follows the repository's default branch.
    package var branch: BranchName?
    /// For a private repository.
    package var repositoryToken: RepositoryToken?
    package var requirements: RequirementsFile
    package var startCommand: StartCommand
    package var port: ContainerPort
    package var gpus: GPURequest
    /// nil is the installation's default.
    package var memory: MemoryLimit?
    /// nil lets it run however quiet it is.
    package var idlePeriod: IdlePeriod?
    /// In the order in which they were given; no name twice.
    package var environment: [EnvironmentVariable]
    /// Who sees the app besides its owner.
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

    /// What must never be read in a log.
    var secrets: [Secret] { environment.compactMap(\.secret) + [repositoryToken?.secret].compactMap(\.self) }
}
