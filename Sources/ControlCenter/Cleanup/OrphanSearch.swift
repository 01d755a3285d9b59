package import FoundationEssentials

/// Compares what the registry knows with what is there. Pure: looks at nothing and takes nothing away.
///
/// A port has no search of its own: its lease is a column of the app's row and ends with it.
package struct OrphanSearch: Sendable {
    /// The users of the apps that are in the registry, by name.
    let apps: [AppName: UInt32]
    /// The users that this installation gives to its apps; nil while it has had no app.
    let users: Range<UInt32>?
    /// How long what may hold data stays after it was first seen, and after it last changed.
    let grace: TimeInterval

    package init(apps: [AppName: UInt32], users: Range<UInt32>?, grace: TimeInterval) {
        self.apps = apps
        self.users = users
        self.grace = grace
    }

    /// - Parameter found: what was there before `apps` was read, so that no app that is being added loses anything.
    package func candidates(in found: [ManagedResource]) -> [(found: ManagedResource, why: String)] {
        found.compactMap { found in why(found).map { (found, $0) } }
    }

    /// - Parameter firstSeen: by the things' ids; one without is seen for the first time.
    package func orphans(in found: [ManagedResource], firstSeen: [String: Date], now: Date) -> [Orphan] {
        candidates(in: found).map { found, why in
            let since = firstSeen[found.id] ?? now
            // A clock that was set back must not make the wait endless.
            let last = min(now, max(since, found.changedAt ?? since))
            let end = last.addingTimeInterval(grace)
            return Orphan(
                found: found, why: why, since: since, graceUntil: found.mayHoldData && end > now ? end : nil)
        }
    }

    /// - Returns: nil for what an app has, and for what is not ours.
    private func why(_ found: ManagedResource) -> String? {
        switch found.kind {
        case .workspace:
            guard let app = found.app, let owner = found.owner, users?.contains(owner) == true, apps[app] != owner
            else { return nil }
            return apps[app] == nil
                ? "No app has this name, and its user \(owner) is one of this installation's."
                : "It belongs to the user \(owner) of an earlier app of this name."
        case .stack:
            guard let app = found.app, apps[app] == nil else { return nil }
            return "No app has this name."
        case .container, .network, .volume, .image:
            guard let app = found.app else { return "It carries this installation's label and names no app." }
            guard apps[app] == nil else { return nil }
            let words = found.isRunning ? "It runs for the app \(app)" : "It is labelled for the app \(app)"
            return "\(words), which is not there."
        }
    }
}
