package import FoundationEssentials

/// An app running on GPUs.
package struct PlacedApp: Equatable, Sendable {
    package let name: AppName
    package let deployment: Int64
    package let gpus: [String]
    /// When its container started.
    package let since: Date

    package init(name: AppName, deployment: Int64, gpus: [String], since: Date) {
        self.name = name
        self.deployment = deployment
        self.gpus = gpus
        self.since = since
    }
}
