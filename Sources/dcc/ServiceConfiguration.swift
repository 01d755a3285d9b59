import Model
import Operations
import Configuration
import DockerHost
import Foundation
import ResticBackup
import SQLiteStore
import SystemPackage

/// Everything that an operator can set: from `/etc/dcc/dcc.json`, and from environment variables that override it
/// (`page.origin` is `DCC_PAGE_ORIGIN`).
struct ServiceConfiguration: Sendable {
    let origin: String
    let links: AppLinks
    let roles: RoleMap
    let quota: Quota
    let socket: String
    let socketGroup: String
    let state: String
    let workspaces: Workspaces
    let ports: ClosedRange<UInt16>
    let repositoryHosts: RepositoryHosts
    let gitCABundle: String
    let provisioner: Provisioner.Settings
    let docker: DockerSettings
    let kernelLog: String
    let concurrency: Int
    let waiters: Int
    /// Seconds between the warning of an idle app and its stop.
    let idleWarning: Double
    /// Under which no new deployment starts.
    let diskFloor: DiskFloor
    /// Seconds that orphans which may hold data are kept.
    let cleanupGrace: Double
    /// 0 never cleans up by itself.
    let cleanupHours: Int
    /// nil makes no backups.
    let backup: BackupSettings?
    /// Hours between backups; 0 leaves them to people.
    let backupHours: Int
    /// Days between drills of the service; 0 leaves them to people.
    let drillDays: Int

    /// - Throws: ``ConfigurationError`` that names the key.
    static func read(file: String) async throws -> ServiceConfiguration {
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider().prefixKeys(with: "dcc"),
            try await FileProvider<JSONSnapshot>(filePath: FilePath(file), allowMissing: true),
        ])
        return try ServiceConfiguration(reader, file: file)
    }

    private init(_ reader: ConfigReader, file: String) throws {
        func text(_ key: ConfigKey, _ fallback: String) -> String { reader.string(forKey: key, default: fallback) }
        func seconds(_ key: ConfigKey, _ fallback: Duration) -> Duration {
            .seconds(reader.int(forKey: key, default: Int(fallback.components.seconds)))
        }
        func required(_ key: ConfigKey) throws -> String {
            guard let value = reader.string(forKey: key), !value.isEmpty else {
                throw ConfigurationError(key: "\(key)", rule: "it must be set")
            }
            return value
        }

        origin = try required("page.origin")
        guard origin.hasPrefix("https://"), !origin.dropFirst(8).contains("/") else {
            throw ConfigurationError(key: "page.origin", rule: "it must look like https://dcc.example.com")
        }
        links = AppLinks(domain: try required("apps.domain"))
        roles = try Self.roles(reader)
        quota = Quota(
            apps: reader.int(forKey: "quotas.apps"), gpus: reader.int(forKey: "quotas.gpus"),
            memoryGiB: reader.int(forKey: "quotas.memoryGiB"),
            diskBytes: reader.int(forKey: "quotas.diskGiB").map { Int64($0) << 30 })
        socket = text("paths.socket", "/run/dcc/dcc.sock")
        socketGroup = text("paths.socketGroup", "www-data")
        state = text("paths.state", "/var/lib/dcc")
        workspaces = Workspaces(root: text("paths.workspaces", "/opt/dockerstore"))

        let first = reader.int(forKey: "ports.first", default: 20_000)
        let last = reader.int(forKey: "ports.last", default: 29_999)
        guard let first = UInt16(exactly: first), let last = UInt16(exactly: last), (1024...last).contains(first) else {
            throw ConfigurationError(key: "ports.first", rule: "1024 ≤ ports.first ≤ ports.last ≤ 65535")
        }
        ports = first...last

        repositoryHosts = RepositoryHosts(
            allowed: reader.stringArray(forKey: "repositories.hosts", default: RepositoryHosts.publicForges),
            appsDomain: links.domain)
        gitCABundle = text("repositories.caBundle", "/etc/ssl/certs/ca-certificates.crt")

        var limits = StepLimits()
        limits.clone = seconds("limits.cloneSeconds", limits.clone)
        limits.pull = seconds("limits.pullSeconds", limits.pull)
        limits.install = seconds("limits.installSeconds", limits.install)
        limits.start = seconds("limits.startSeconds", limits.start)
        limits.health = seconds("limits.healthSeconds", limits.health)
        provisioner = Provisioner.Settings(
            baseImage: text("containers.baseImage", "nvcr.io/nvidia/pytorch:25.08-py3"), limits: limits)

        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        let memory: MemoryLimit
        do {
            memory = try MemoryLimit(gib: reader.int(forKey: "containers.memoryGiB", default: 8))
        } catch {
            throw ConfigurationError(key: "containers.memoryGiB", rule: error.message)
        }
        var docker = DockerSettings(
            cpus: min(cores, reader.double(forKey: "containers.cpus", default: cores)), memory: memory)
        docker.socket = text("docker.socket", docker.socket)
        docker.stacks = state + "/stacks"
        docker.sharedMemory = text("containers.sharedMemory", docker.sharedMemory)
        docker.temporarySize = text("containers.temporarySize", docker.temporarySize)
        docker.blockedNetworks += try reader.stringArray(forKey: "containers.blockedNetworks", default: []).map {
            text in
            guard let network = IPv4Network(text) else {
                throw ConfigurationError(
                    key: "containers.blockedNetworks", rule: "“\(text)” is no IPv4 network such as 10.0.0.0/8")
            }
            return network
        }
        docker.pipIndex = reader.string(forKey: "containers.pipIndex")
        docker.caBundle = reader.string(forKey: "containers.caBundle")
        self.docker = docker

        kernelLog = text("gpus.kernelLog", "/dev/kmsg")
        concurrency = reader.int(forKey: "provisioning.concurrency", default: 4)
        guard (1...64).contains(concurrency) else {
            throw ConfigurationError(key: "provisioning.concurrency", rule: "1 to 64")
        }
        idleWarning = Double(reader.int(forKey: "idle.warningSeconds", default: 300))
        let floor = reader.int(forKey: "disk.floorGiB", default: 5)
        guard (0...1 << 20).contains(floor) else {
            throw ConfigurationError(key: "disk.floorGiB", rule: "0 for none, or 1 to 1048576")
        }
        diskFloor = DiskFloor(gib: floor, folders: [workspaces.root, state])
        cleanupGrace = 60 * Double(reader.int(forKey: "cleanup.graceMinutes", default: 60))
        guard cleanupGrace >= 0 else { throw ConfigurationError(key: "cleanup.graceMinutes", rule: "0 or more") }
        cleanupHours = reader.int(forKey: "cleanup.everyHours", default: 0)
        guard (0...8784).contains(cleanupHours) else {
            throw ConfigurationError(key: "cleanup.everyHours", rule: "0 for never, or 1 to 8784")
        }
        waiters = reader.int(forKey: "polls.capacity", default: 10_000)
        backup = try Self.backup(reader, state: state, workspaces: workspaces.root, file: file, floor: floor)
        backupHours = reader.int(forKey: "backup.everyHours", default: 0)
        guard (0...8760).contains(backupHours) else {
            throw ConfigurationError(key: "backup.everyHours", rule: "0 to 8760")
        }
        drillDays = reader.int(forKey: "backup.drillDays", default: 30)
        guard (0...366).contains(drillDays) else {
            throw ConfigurationError(key: "backup.drillDays", rule: "0 for never, or 1 to 366")
        }
    }

    private static func backup(
        _ reader: ConfigReader, state: String, workspaces: String, file: String, floor: Int
    ) throws -> BackupSettings? {
        guard let repository = reader.string(forKey: "backup.repository"), !repository.isEmpty else { return nil }
        var settings = BackupSettings(
            repository: repository,
            passwordFile: reader.string(forKey: "backup.passwordFile", default: "/etc/dcc/backup-password"),
            state: state, workspaces: workspaces, configurationFile: file)
        settings.diskFloor = Int64(floor) << 30
        settings.environmentFile = reader.string(forKey: "backup.environmentFile")
        settings.maximumFiles = reader.int(forKey: "backup.maxFiles", default: settings.maximumFiles)
        if let text = reader.string(forKey: "backup.keep") {
            guard let keep = RetentionPolicy(text) else {
                throw ConfigurationError(key: "backup.keep", rule: "such as last=12 daily=7 weekly=5 monthly=12")
            }
            settings.keep = keep
        }
        return settings
    }

    var backupState: BackupStateFile { BackupStateFile(state: state, repository: backup?.shownRepository) }

    /// - Throws: `backup_off` when no repository is configured.
    func backupRepository() throws(BackupFailure) -> ResticRepository {
        guard let backup else {
            throw BackupFailure(
                code: "backup_off", message: "No repository is configured.", hint: "Set backup.repository.")
        }
        return ResticRepository(backup, copies: DatabaseCopy())
    }

    /// Where it is remembered since when each orphan is one.
    var orphansFile: String { state + "/orphans.json" }

    private static func roles(_ reader: ConfigReader) throws -> RoleMap {
        func principals(_ key: ConfigKey, _ fallback: [String]) throws -> Set<Principal> {
            do {
                return Set(try reader.stringArray(forKey: key, default: fallback).map { try Principal($0) })
            } catch {
                throw ConfigurationError(key: "\(key)", rule: "accounts, @groups or * for everybody who is signed in")
            }
        }
        return RoleMap([
            .operator: try principals("roles.operators", []), .member: try principals("roles.members", ["*"]),
            .viewer: try principals("roles.viewers", []),
        ])
    }
}

struct ConfigurationError: Error, CustomStringConvertible {
    let key: String
    let rule: String
    var description: String { "configuration: \(key): \(rule)" }
}
