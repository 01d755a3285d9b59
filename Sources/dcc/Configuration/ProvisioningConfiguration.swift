import Configuration
import Model
import Operations

/// Deployments: concurrency, timeouts, quotas and free disk space.
struct ProvisioningConfiguration: Sendable {
    let slots: [SlotQueue.Kind: Int]
    let limits: StepLimits
    let quota: Quota
    let diskFloorGiB: Int
    /// Minimum free disk space to start a deployment.
    let diskFloor: DiskFloor

    init(_ reader: ConfigReader, paths: PathsConfiguration) throws {
        quota = Quota(
            apps: reader.int(forKey: "quotas.apps"), gpus: reader.int(forKey: "quotas.gpus"),
            memoryGiB: reader.int(forKey: "quotas.memoryGiB"),
            diskBytes: reader.int(forKey: "quotas.diskGiB").map { Int64($0) << 30 })
        limits = Self.limits(reader)
        slots = try Self.slots(reader)
        diskFloorGiB = try reader.number(
            "disk.floorGiB", 5, in: 0...1 << 20, rule: "it must be from 1 to 1048576, or 0 to disable the check")
        diskFloor = DiskFloor(gib: diskFloorGiB, folders: [paths.workspaces.root, paths.state])
    }

    /// Docker Engines with two cores stop answering when more containers and networks are taken down at once.
    private static let stops = 8

    private static func slots(_ reader: ConfigReader) throws -> [SlotQueue.Kind: Int] {
        func number(_ key: ConfigKey, _ fallback: Int) throws -> Int {
            try reader.number(key, fallback, in: 1...64, rule: "it must be from 1 to 64")
        }
        let each = try number("provisioning.concurrency", 4)
        return [
            .clone: try number("provisioning.clones", each), .install: try number("provisioning.installs", each),
            .start: try number("provisioning.starts", each), .stop: stops,
        ]
    }

    private static func limits(_ reader: ConfigReader) -> StepLimits {
        func seconds(_ key: ConfigKey, _ fallback: Duration) -> Duration {
            .seconds(reader.int(forKey: key, default: Int(fallback.components.seconds)))
        }
        var limits = StepLimits()
        limits.clone = seconds("limits.cloneSeconds", limits.clone)
        limits.pull = seconds("limits.pullSeconds", limits.pull)
        limits.image = seconds("limits.imageSeconds", limits.image)
        limits.install = seconds("limits.installSeconds", limits.install)
        limits.start = seconds("limits.startSeconds", limits.start)
        limits.health = seconds("limits.healthSeconds", limits.health)
        return limits
    }
}
