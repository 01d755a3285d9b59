import Model
package import LiveState
import Dispatch
import FoundationEssentials
package import Logging
package import Ports

/// Measures the workspaces periodically: files that a running app downloads count towards its owner's quota too.
package final class DiskMeasurement: Sendable {
    private static let interval = DispatchTimeInterval.seconds(15 * 60)

    private let registry: AppRegistry
    private let workspaces: Workspaces
    private let host: any ContainerHost
    private let logger: Logger
    private let queue = DispatchQueue(label: "dcc.disk", qos: .utility)

    package init(
        registry: AppRegistry, workspaces: Workspaces, host: any ContainerHost, logger: Logger
    ) {
        self.registry = registry
        self.workspaces = workspaces
        self.host = host
        self.logger = logger
    }

    package func start() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [self] in
            measure()
            start()
        }
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
