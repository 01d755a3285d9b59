import Ports
package import Model
import FoundationEssentials

/// GPU leases: time limits on GPU use.
extension AppRegistry {
    /// The lease starts when the container starts running.
    package func beginLease(of name: AppName) -> Commit<Void> {
        update(name) { [now] app, deployment in
            let term = deployment.gpus.isEmpty ? nil : app.settings.gpus.lease
            app.leaseEndsAt = term.map { now().addingTimeInterval($0.seconds) }
        }
    }

    /// - Throws: ``NoLease``, ``AppNotFound``.
    package func renewLease(of app: App, by caller: Caller) -> Commit<Void> {
        change { [now] draft in
            var entry = try draft.entry(app.name, id: app.id)
            guard entry.app.leaseEndsAt != nil, let term = entry.app.settings.gpus.lease else { throw NoLease() }
            entry.app.leaseEndsAt = now().addingTimeInterval(term.seconds)
            try draft.store.save(entry.app, asked: "lease", by: caller)
            draft.keep(entry)
        }
    }

    /// Apps with an expired lease that still hold GPUs.
    package var overdue: [App] {
        let now = now()
        return state.snapshot.entries.values.filter { entry in
            guard let end = entry.app.leaseEndsAt, entry.app.state != .stopping else { return false }
            return end <= now && entry.allocation != nil && entry.app.desired == .running
        }
        .map(\.app).sorted { $0.id < $1.id }
    }
}
