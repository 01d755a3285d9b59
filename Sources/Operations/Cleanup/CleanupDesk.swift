package import FoundationEssentials
package import LiveState
package import Logging
package import Model
package import Ports
import Dispatch
import Synchronization

/// Searches for orphans and removes them in the background, one request after the other, and shows what it does.
package final class CleanupDesk: Sendable {
    /// Topic of the hub that is woken at each change.
    package static let topic = "cleanup"

    package struct View: Sendable {
        package enum Activity: String, Sendable { case idle, searching, removing }

        /// Grows with each change. Starts at the time of the start, so that it differs from those of an earlier run.
        package fileprivate(set) var revision: Int
        package fileprivate(set) var activity = Activity.idle
        /// While orphans are removed.
        package fileprivate(set) var progress: CleanupProgress?
        /// As the latest search found them; nil before the first.
        package fileprivate(set) var found: (orphans: [Orphan], at: Date)?
        /// Of the latest cleanup since the start.
        package fileprivate(set) var receipt: (CleanupReceipt, by: String, at: Date)?
        /// Why the latest search or cleanup failed.
        package fileprivate(set) var trouble: (any Error)?
    }

    private let cleanup: Cleanup
    private let audit: any AuditLog
    private let hub: PollHub
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let state: Mutex<View>
    private let queue = DispatchQueue(label: "dcc.orphans", qos: .utility)

    package init(
        _ cleanup: Cleanup, audit: any AuditLog, hub: PollHub, logger: Logger,
        now: @escaping @Sendable () -> Date = { .now }
    ) {
        self.cleanup = cleanup
        self.audit = audit
        self.hub = hub
        self.logger = logger
        self.now = now
        state = Mutex(View(revision: Int(now().timeIntervalSince1970)))
    }

    package var view: View { state.withLock { $0 } }

    /// Starts a search unless one is running, or will follow a cleanup that is.
    package func search() {
        guard begin(.searching) else { return }
        queue.async { [self] in look() }
    }

    /// Starts a cleanup, after which orphans are searched again.
    /// - Throws: ``CleanupUnderWay`` while another removes.
    package func remove(_ ids: [String], by caller: Caller) throws(CleanupUnderWay) {
        guard begin(.removing) else { throw CleanupUnderWay() }
        queue.async { [self] in
            do {
                let receipt = try cleanup.remove(ids, by: caller, audit: audit) { progress in
                    change { $0.progress = progress }
                }
                change {
                    $0.progress = nil
                    $0.activity = .searching
                    $0.receipt = (receipt, by: caller.user, at: now())
                }
                look()
            } catch {
                complain(error)
                change {
                    $0.progress = nil
                    $0.activity = .idle
                    $0.trouble = error
                }
            }
        }
    }

    /// - Returns: false if this is being done already.
    private func begin(_ activity: View.Activity) -> Bool {
        let begins = state.withLock { view in
            // A cleanup may begin while a search runs: it waits for its end and searches itself.
            guard view.activity == .idle || (view.activity, activity) == (.searching, .removing) else { return false }
            view.activity = activity
            view.trouble = nil
            if activity == .removing { view.receipt = nil }
            view.revision += 1
            return true
        }
        if begins { hub.wake(Self.topic) }
        return begins
    }

    private func look() {
        let found = Result { try cleanup.list() }
        change { view in
            switch found {
            case .success(let orphans): view.found = (orphans, at: now())
            case .failure(let error): view.trouble = error
            }
            // A cleanup may be waiting by now.
            if view.activity == .searching { view.activity = .idle }
        }
        if case .failure(let error) = found { complain(error) }
    }

    private func complain(_ error: any Error) {
        logger.warning("cleanup failed", metadata: ["error": "\(error)"])
    }

    private func change(_ body: (inout View) -> Void) {
        state.withLock { view in
            body(&view)
            view.revision += 1
        }
        hub.wake(Self.topic)
    }
}

/// Another cleanup is running.
package struct CleanupUnderWay: Error {}
