package import Model
package import Operations

/// Deployments: concurrency, timeouts, quotas and free disk space.
package struct ProvisioningConfiguration: Sendable {
    package let slots: [SlotQueue.Kind: Int]
    package let limits: StepLimits
    package let quota: Quota
    /// Minimum free disk space to start a deployment.
    package let diskFloor: DiskFloor

    init(_ values: CheckedValues, paths: PathsConfiguration) {
        quota = Quota(
            apps: values[\.quotas.apps], gpus: values[\.quotas.gpus], memoryGiB: values[\.quotas.memoryGiB],
            diskBytes: values[\.quotas.diskGiB].map { Int64($0) << 30 })
        limits = Self.limits(values)
        slots = Self.slots(values)
        diskFloor = DiskFloor(
            gib: values[\.maintenance.diskFloorGiB], folders: [paths.workspaces.root, paths.state])
    }

    /// Docker Engines with two cores stop answering when more containers and networks are taken down at once.
    private static let stops = 8

    private static func slots(_ values: CheckedValues) -> [SlotQueue.Kind: Int] {
        let each = values[\.provisioning.concurrency]
        return [
            .clone: values[\.provisioning.clones] ?? each, .install: values[\.provisioning.installs] ?? each,
            .start: values[\.provisioning.starts] ?? each, .stop: stops,
        ]
    }

    private static func limits(_ values: CheckedValues) -> StepLimits {
        StepLimits(
            clone: .seconds(values[\.provisioning.cloneSeconds]), pull: .seconds(values[\.provisioning.pullSeconds]),
            image: .seconds(values[\.provisioning.imageSeconds]),
            install: .seconds(values[\.provisioning.installSeconds]),
            start: .seconds(values[\.provisioning.startSeconds]),
            health: .seconds(values[\.provisioning.healthSeconds]))
    }
}
