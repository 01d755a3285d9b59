package import Model

/// Everything the container host needs to start one app.
package struct Stack: Equatable, Sendable {
    package let app: AppName
    package let installation: String
    package let deployment: Int64
    package let uid: UInt32
    package let image: String
    package let build: BuildMethod
    /// The installation's own image: runs what the app's image must not.
    package let baseImage: String
    /// Absolute path on the host, mounted at `/app`.
    package let workspace: String
    /// The commit checked out in the workspace; shown to the installer if something of the checkout is installed.
    package let commit: CommitID?
    package let dependencies: DependencyInputs
    /// Names what was installed once and is to be installed again, from ``ContainerHost/installedPackages(of:)``; nil for
    /// versions that fit.
    package let packages: String?
    /// Make an environment again that the app has changed.
    package let mendsEnvironment: Bool
    package let startCommand: StartCommand
    /// nil for an app that listens nowhere.
    package let port: ContainerPort?
    /// nil if it has none.
    package let link: AppLink?
    /// Where the port is published, on 127.0.0.1 only.
    package let hostPort: UInt16
    /// UUIDs of the GPUs to reserve; may be empty.
    package let gpus: [String]
    /// nil means the installation's default.
    package let memory: MemoryLimit?
    package let environment: [EnvironmentVariable]
    /// Mounted read-only.
    package let models: [ModelMount]

    package init(
        app: AppName, installation: String, deployment: Int64, uid: UInt32, image: String,
        build: BuildMethod = .python, baseImage: String,
        workspace: String, commit: CommitID?, dependencies: DependencyInputs,
        packages: String? = nil, mendsEnvironment: Bool = false, startCommand: StartCommand,
        port: ContainerPort?, link: AppLink? = nil, hostPort: UInt16,
        gpus: [String], memory: MemoryLimit? = nil, environment: [EnvironmentVariable] = [],
        models: [ModelMount] = []
    ) {
        self.app = app
        self.installation = installation
        self.deployment = deployment
        self.uid = uid
        self.image = image
        self.build = build
        self.baseImage = baseImage
        self.workspace = workspace
        self.commit = commit
        self.dependencies = dependencies
        self.packages = packages
        self.mendsEnvironment = mendsEnvironment
        self.startCommand = startCommand
        self.port = port
        self.link = link
        self.hostPort = hostPort
        self.gpus = gpus
        self.memory = memory
        self.environment = environment
        self.models = models
    }
}
