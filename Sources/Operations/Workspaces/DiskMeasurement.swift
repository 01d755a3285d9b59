import Model
package import LiveState
import FoundationEssentials
package import Logging
import Platform
package import Ports

/// Measures the workspaces periodically: files that a running app downloads count towards its owner's quota too.
package final class DiskMeasurement: Sendable {
    private let registry: AppRegistry
    private let workspaces: Workspaces
    private let host: any ContainerHost
    private let logger: Logger
    private let measurements = Periodic(label: "dcc.disk", every: .seconds(15 * 60))

    package init(
        registry: AppRegistry, workspaces: Workspaces, host: any ContainerHost, logger: Logger
    ) {
        self.registry = registry
        self.workspaces = workspaces
        self.host = host
        self.logger = logger
    }

    package func start() {
        measurements.start { [weak self] in self?.measure() }
    }

    func measure() {
        for app in registry.apps {
            do {
                try registry.measured(
                    workspace: workspaces.size(of: app), shared: host.sharedBytes(of: app.name), of: app.name
                ).waitUntilStored()
            } catch {
                logger.error("could not save disk usage", metadata: ["app": "\(app.name)", "error": "\(error)"])
            }
        }
    }
}
