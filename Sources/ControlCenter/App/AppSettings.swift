/// What a person filled in on the form: everything needed to bring the app up again from nothing.
package struct AppSettings: Equatable, Sendable {
    package var repository: RepositoryURL
    /// nil follows the repository's default branch.
    package var branch: BranchName?
    package var requirements: RequirementsFile
    package var startCommand: StartCommand
    package var port: ContainerPort
    package var gpus: GPUCount

    package init(
        repository: RepositoryURL, branch: BranchName? = nil, requirements: RequirementsFile = .automatic,
        startCommand: StartCommand, port: ContainerPort, gpus: GPUCount = .none
    ) {
        self.repository = repository
        self.branch = branch
        self.requirements = requirements
        self.startCommand = startCommand
        self.port = port
        self.gpus = gpus
    }
}
