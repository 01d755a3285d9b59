import FoundationEssentials
import Synchronization

/// Leases: GPUs for a while.
extension AppBook {
    /// The container runs from now on, and the lease of its cards with it.
    func beginLease(of name: AppName) throws {
        try note(name) { [now] app, deployment in
            let term = deployment.gpus.isEmpty ? nil : app.settings.gpus.lease
            app.leaseEndsAt = term.map { now().addingTimeInterval($0.seconds) }
        }
    }

    /// - Throws: ``NoLease``, ``AppNotFound``.
    package func renewLease(of app: App, by caller: Caller) throws {
        try pages.withLock { pages in
            guard var page = pages[app.name], page.app.id == app.id else { throw AppNotFound(name: app.name) }
            guard page.app.leaseEndsAt != nil, let term = page.app.settings.gpus.lease else { throw NoLease() }
            page.app.leaseEndsAt = now().addingTimeInterval(term.seconds)
            try store.save(page.app, asked: "lease", by: caller)
            keep(page, in: &pages)
        }
    }

    /// Apps whose lease is over and that hold their cards all the same.
    var overdue: [App] {
        let now = now()
        return pages.withLock { pages in
            pages.values.filter { page in
                guard let end = page.app.leaseEndsAt, page.app.state != .stopping else { return false }
                return end <= now && page.tenant != nil && page.app.desired == .running
            }
            .map(\.app).sorted { $0.id < $1.id }
        }
    }
}
