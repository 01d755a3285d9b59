package import FoundationEssentials

/// Compares managed resources with the registry. Pure: performs no I/O and removes nothing.
///
/// Host ports need no search: a port's lease is a column of the app's row and ends with it.
package struct OrphanSearch: Sendable {
    /// UIDs of the registered apps, by name.
    let apps: [AppName: UInt32]
    /// IDs of the images that apps' current and latest successful deployments use; of an app with a Dockerfile also those
    /// of the two before.
    let images: Set<String>
    /// UIDs that this installation assigns to its apps; nil until it had its first app.
    let users: Range<UInt32>?
    /// Seconds to keep resources that may hold data or be used again, after they were first seen and last changed.
    let grace: TimeInterval

    package init(apps: [AppName: UInt32], images: Set<String> = [], users: Range<UInt32>?, grace: TimeInterval) {
        self.apps = apps
        self.images = images
        self.users = users
        self.grace = grace
    }

    /// - Parameter found: scanned before `apps` was read, so that apps being added lose nothing.
    package func candidates(in found: [ManagedResource]) -> [(found: ManagedResource, why: String)] {
        found.compactMap { found in why(found).map { (found, $0) } }
    }

    /// - Parameter firstSeen: by resource ID; resources without an entry are new.
    package func orphans(in found: [ManagedResource], firstSeen: [String: Date], now: Date) -> [Orphan] {
        candidates(in: found).map { found, why in
            let since = firstSeen[found.id] ?? now
            // `min`: a clock that was set back must not extend the grace period indefinitely.
            let last = min(now, max(since, found.changedAt ?? since))
            let end = last.addingTimeInterval(grace)
            let isKept = found.mayHoldData || found.isShared || isImageOfAnApp(found)
            return Orphan(found: found, why: why, since: since, graceUntil: isKept && end > now ? end : nil)
        }
    }

    /// One that was just built is not in a deployment yet.
    private func isImageOfAnApp(_ found: ManagedResource) -> Bool {
        found.kind == .image && found.app.map { apps[$0] != nil } == true
    }

    /// - Returns: nil if an app uses it, or if it is not ours.
    private func why(_ found: ManagedResource) -> String? {
        switch found.kind {
        case .workspace:
            guard let app = found.app, let owner = found.owner, users?.contains(owner) == true, apps[app] != owner
            else { return nil }
            return apps[app] == nil
                ? "No app has this name, and its UID \(owner) belongs to this installation."
                : "It belongs to UID \(owner) of a removed app with this name."
        case .stack:
            guard let app = found.app, apps[app] == nil else { return nil }
            return "No app has this name."
        case .packages:
            // Named so while it is made.
            return found.key.hasPrefix(".")
                ? "Its install has not finished." : "No app uses this set of shared packages."
        case .image where found.isSharedImage:
            return images.contains(found.key) ? nil : "No app's current or latest successful deployment uses it."
        case .container, .network, .volume, .image:
            guard let app = found.app else { return "It has this installation's label, but names no app." }
            guard apps[app] == nil else {
                let isUnused = found.kind == .image && !images.contains(found.key)
                return isUnused ? "It was built for the app \(app), which no longer needs it." : nil
            }
            let words = found.isRunning ? "It is running for the app \(app)" : "It is labeled for the app \(app)"
            return "\(words), which does not exist."
        }
    }
}
