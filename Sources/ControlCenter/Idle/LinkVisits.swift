package import FoundationEssentials
import Synchronization

/// When each app's link was asked for last, since this service began.
package final class LinkVisits: Sendable {
    private let visits = Mutex<[AppName: Date]>([:])

    package init() {}

    package func note(_ app: AppName, at now: Date = .now) {
        visits.withLock { $0[app] = now }
    }

    func last(of app: AppName) -> Date? {
        visits.withLock { $0[app] }
    }
}
