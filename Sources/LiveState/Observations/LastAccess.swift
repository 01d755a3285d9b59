package import Model
import Synchronization

/// Time of the last request to each app's link, since this process started.
package final class LastAccess: Sendable {
    private let visits = Mutex<[AppName: ContinuousClock.Instant]>([:])

    package init() {}

    package func record(_ app: AppName, at now: ContinuousClock.Instant = .now) {
        visits.withLock { $0[app] = now }
    }

    /// Forgets all other apps.
    package func keep(_ apps: Set<AppName>) {
        visits.withLock { visits in visits = visits.filter { apps.contains($0.key) } }
    }

    package func last(of app: AppName) -> ContinuousClock.Instant? {
        visits.withLock { $0[app] }
    }
}
