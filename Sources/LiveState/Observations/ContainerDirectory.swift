package import Model
import Synchronization

/// Maps containers to apps, as last reported by Docker.
///
/// Written by the ``Reconciler`` on every check, also for apps with a running job; all others only read.
package final class ContainerDirectory: Sendable {
    private let containers = Mutex<[AppName: ContainerID]>([:])

    package init() {}

    package var running: [AppName: ContainerID] { containers.withLock { $0 } }

    /// The app that runs in the container; nil if it is not ours or not running.
    package func app(in container: ContainerID) -> AppName? {
        containers.withLock { $0.first { $0.value == container }?.key }
    }

    /// Replaces all entries.
    package func record(_ seen: [AppName: ContainerObservation]) {
        containers.withLock { $0 = seen.filter { $0.value.isUp }.mapValues(\.id) }
    }

    /// - Parameter seen: nil if the app has no container.
    package func record(_ seen: ContainerObservation?, of app: AppName) {
        containers.withLock { $0[app] = seen.flatMap { $0.isUp ? $0.id : nil } }
    }
}
