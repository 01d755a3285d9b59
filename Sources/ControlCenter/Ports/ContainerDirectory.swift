import Synchronization

/// Which container runs which app, as Docker last showed it.
///
/// The ``Reconciler`` writes it on every look, also while a job works on the app; others only ask.
package final class ContainerDirectory: Sendable {
    private let containers = Mutex<[AppName: ContainerID]>([:])

    package init() {}

    package var running: [AppName: ContainerID] { containers.withLock { $0 } }

    /// The app that the container runs; nil for one that is not ours, or not up.
    package func app(in container: ContainerID) -> AppName? {
        containers.withLock { $0.first { $0.value == container }?.key }
    }

    /// Everything that is there.
    func note(_ seen: [AppName: ContainerObservation]) {
        containers.withLock { $0 = seen.filter { $0.value.isUp }.mapValues(\.id) }
    }

    /// - Parameter seen: nil when the app has no container.
    func note(_ seen: ContainerObservation?, of app: AppName) {
        containers.withLock { $0[app] = seen.flatMap { $0.isUp ? $0.id : nil } }
    }
}
