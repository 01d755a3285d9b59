import Synchronization

/// When each app's link was asked for last, since this service began.
package final class LastAccess: Sendable {
    private let visits = Mutex<[AppName: ContinuousClock.Instant]>([:])

    package init() {}

    package func note(_ app: AppName, at now: ContinuousClock.Instant = .now) {
        visits.withLock { $0[app] = now }
    }

    func last(of app: AppName) -> ContinuousClock.Instant? {
        visits.withLock { $0[app] }
    }
}
