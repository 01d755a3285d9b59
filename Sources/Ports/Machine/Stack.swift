package import Model

/// Everything the container host needs to start one app.
package struct Stack: Equatable, Sendable {
    package let app: AppName
    package let installation: String
    package let deployment: Int64
    package let uid: UInt32
    package let image: String
    /// Absolute path on the host, mounted at `/app`.
    package let workspace: String
    /// The commit checked out in the workspace; a different one triggers a new dependency install.
    package let commit: CommitID?
    /// Relative to the workspace; nil installs nothing.
    package let requirements: String?
    package let startCommand: StartCommand
    package let port: ContainerPort
    /// Published on 127.0.0.1 only.
    package let hostPort: UInt16
    /// UUIDs of the GPUs to reserve; may be empty.
    package let gpus: [String]
    /// nil means the installation's default.
    package let memory: MemoryLimit?
    package let environment: [EnvironmentVariable]

    package init(
        app: AppName, installation: String, deployment: Int64, uid: UInt32, image: String, workspace: String,
        commit: CommitID?, requirements: String?, startCommand: StartCommand, port: ContainerPort, hostPort: UInt16,
        gpus: [String], memory: MemoryLimit? = nil, environment: [EnvironmentVariable] = []
    ) {
        self.app = app
        self.installation = installation
        self.deployment = deployment
        self.uid = uid
        self.image = image
        self.workspace = workspace
        self.commit = commit
        self.requirements = requirements
        self.startCommand = startCommand
        self.port = port
        self.hostPort = hostPort
        self.gpus = gpus
        self.memory = memory
        self.environment = environment
    }
}
