import Model
import Ports
import FoundationEssentials
import GRDB

/// A row of `apps`.
struct AppRecord: Codable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "apps"

    var id: Int64?
    let name: String
    let repository: String
    let branch: String?
    let repositoryUser: String?
    let build: String
    let requirementsFile: String?
    let extraRequirements: [String]
    let skipRequirements: [String]
    let installer: String
    let systemPackages: [String]
    let image: String?
    let models: [String]
    let startCommand: String
    /// 0 for an app that listens nowhere.
    let port: Int
    let gpus: Int
    let gpuMemoryGib: Int?
    let gpuSharing: String
    let leaseHours: Int?
    let idleMinutes: Int?
    let memoryGib: Int?
    let environment: [EnvironmentColumn]
    let sharedWith: [String]
    let owner: String
    let uid: Int
    let hostPort: Int
    let desired: String
    let state: String
    let failure: FailureColumn?
    let commitId: String?
    let workspaceBytes: Int64
    let sharedBytes: Int64
    let leaseEndsAt: Date?
    let release: Release?
    let createdAt: Date
    let changedAt: Date
    var removedAt: Date?

    enum CodingKeys: String, CodingKey {
        case id, name, repository, branch, build, installer, image, models, port, gpus, environment, owner, uid,
            desired, state, failure, release
        case repositoryUser = "repository_user"
        case requirementsFile = "requirements_file"
        case extraRequirements = "extra_requirements"
        case skipRequirements = "skip_requirements"
        case systemPackages = "system_packages"
        case startCommand = "start_command"
        case gpuMemoryGib = "gpu_memory_gib"
        case gpuSharing = "gpu_sharing"
        case leaseHours = "lease_hours"
        case idleMinutes = "idle_minutes"
        case memoryGib = "memory_gib"
        case sharedWith = "shared_with"
        case hostPort = "host_port"
        case commitId = "commit_id"
        case workspaceBytes = "workspace_bytes"
        case sharedBytes = "shared_bytes"
        case leaseEndsAt = "lease_ends_at"
        case createdAt = "created_at"
        case changedAt = "changed_at"
        case removedAt = "removed_at"
    }

    mutating func didInsert(_ inserted: InsertionSuccess) {
        id = inserted.rowID
    }

    init(_ app: App) {
        self.init(
            id: app.id, name: app.name, settings: app.settings, owner: app.owner, uid: Int(app.uid),
            hostPort: app.hostPort,
            desired: app.desired, state: app.state, failure: app.failure, commit: app.commit,
            workspaceBytes: app.workspaceBytes, sharedBytes: app.sharedBytes, leaseEndsAt: app.leaseEndsAt,
            release: app.release,
            createdAt: app.createdAt, changedAt: app.changedAt)
    }

    init(_ request: NewApp, owner: String, uid: Int, hostPort: UInt16, at now: Date) {
        self.init(
            id: nil, name: request.name, settings: request.settings, owner: owner, uid: uid, hostPort: hostPort,
            desired: .running, state: .queued, failure: nil, commit: nil, workspaceBytes: 0, sharedBytes: 0,
            leaseEndsAt: nil,
            release: nil, createdAt: now,
            changedAt: now)
    }

    private init(
        id: Int64?, name: AppName, settings: AppSettings, owner: String, uid: Int, hostPort: UInt16,
        desired: App.Desired,
        state: AppState, failure: Failure?, commit: CommitID?, workspaceBytes: Int64, sharedBytes: Int64,
        leaseEndsAt: Date?,
        release: Release?, createdAt: Date, changedAt: Date
    ) {
        self.id = id
        self.name = name.rawValue
        repository = settings.repository.description
        branch = settings.branch?.rawValue
        repositoryUser = settings.repositoryUser?.rawValue
        build = settings.build.rawValue
        requirementsFile = settings.requirements.text
        extraRequirements = settings.extraRequirements.map(\.rawValue)
        skipRequirements = settings.skippedRequirements.map(\.rawValue)
        installer = settings.installer.rawValue
        systemPackages = settings.systemPackages.map(\.rawValue)
        image = settings.image?.rawValue
        models = settings.models.map(\.rawValue)
        startCommand = settings.startCommand.rawValue
        port = Int(settings.port?.rawValue ?? 0)
        gpus = settings.gpus.count.rawValue
        gpuMemoryGib = settings.gpus.memory?.gib
        gpuSharing = settings.gpus.sharing.rawValue
        leaseHours = settings.gpus.lease?.hours
        idleMinutes = settings.idlePeriod?.minutes
        memoryGib = settings.memory?.gib
        environment = settings.environment.map(EnvironmentColumn.init)
        sharedWith = settings.sharedWith.map(\.description).sorted()
        self.owner = owner
        self.uid = uid
        self.hostPort = Int(hostPort)
        self.desired = desired.rawValue
        self.state = state.rawValue
        self.failure = failure.map(FailureColumn.init)
        commitId = commit?.rawValue
        self.workspaceBytes = workspaceBytes
        self.sharedBytes = sharedBytes
        self.leaseEndsAt = leaseEndsAt
        self.release = release
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    /// The app, with its secrets.
    func app(_ box: SecretBox, _ db: Database) throws -> App {
        try app(try AppSecrets(of: id ?? 0, box, db))
    }

    /// - Throws: ``DamagedRow`` or a ``FieldError`` when the row holds a value that validation would have rejected.
    func app(_ secrets: AppSecrets) throws -> App {
        guard let id, let desired = App.Desired(rawValue: desired), let state = AppState(rawValue: state),
            let hostPort = UInt16(exactly: hostPort), let uid = UInt32(exactly: uid)
        else { throw DamagedRow(table: Self.databaseTableName, id: id) }
        return App(
            id: id, name: try AppName(name), settings: try settings(secrets), owner: owner, uid: uid,
            hostPort: hostPort, desired: desired, state: state, failure: failure?.failure,
            commit: commitId.flatMap(CommitID.init), retiredSecrets: secrets.retired, workspaceBytes: workspaceBytes,
            sharedBytes: sharedBytes,
            leaseEndsAt: leaseEndsAt, release: release, createdAt: createdAt, changedAt: changedAt)
    }

    private func settings(_ secrets: AppSecrets) throws -> AppSettings {
        guard let sharing = GPUSharing(rawValue: gpuSharing) else {
            throw DamagedRow(table: Self.databaseTableName, id: id)
        }
        let build = try BuildMethod(build)
        return AppSettings(
            repository: try RepositoryURL(repository), branch: try branch.map { try GitReference($0) },
            repositoryUser: try repositoryUser.map { try RepositoryUser($0) },
            repositoryToken: try secrets.repositoryToken.map { try RepositoryToken($0.exposed) },
            build: build, requirements: try RequirementsFile(requirementsFile),
            extraRequirements: try extraRequirements.map { try RequirementLine($0, field: "extra_requirements") },
            skippedRequirements: try skipRequirements.map { try RequirementLine($0, field: "skip_requirements") },
            installer: try Installer(installer),
            systemPackages: try systemPackages.map { try SystemPackageName($0, field: "system_packages") },
            image: try image.map { try ImageReference($0) },
            models: try models.map { try ModelFolderName($0, field: "models") },
            startCommand: try StartCommand(startCommand, build: build), port: port == 0 ? nil : try ContainerPort(port),
            gpus: GPURequest(
                count: try GPUCount(gpus), memory: try gpuMemoryGib.map { try GPUMemory(gib: $0) }, sharing: sharing,
                lease: try leaseHours.map { try LeaseTerm(hours: $0) }),
            memory: try memoryGib.map { try MemoryLimit(gib: $0) },
            idlePeriod: try idleMinutes.map { try IdlePeriod(minutes: $0) },
            environment: try environment.map { try $0.variable(secrets.environment) },
            sharedWith: Set(try sharedWith.map { try Principal($0) }))
    }
}

/// A row with a value unknown to this version.
struct DamagedRow: Error {
    let table: String
    let id: Int64?
}
