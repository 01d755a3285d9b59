package import Model
package import Ports
package import FoundationEssentials
import Synchronization

/// Finds resources with this installation's label or in its folders that no app uses, and removes them by ID.
///
/// Blocks while Docker and the disk are working; runs one scan or removal at a time.
package final class Cleanup: Sendable {
    /// The current owners of resources, read again at every scan.
    package struct Owners: Sendable {
        let apps: @Sendable () throws -> [AppName: UInt32]
        let images: @Sendable () throws -> Set<String>
        let users: @Sendable () throws -> Range<UInt32>?

        package init(
            apps: @escaping @Sendable () throws -> [AppName: UInt32],
            images: @escaping @Sendable () throws -> Set<String>,
            users: @escaping @Sendable () throws -> Range<UInt32>?
        ) {
            self.apps = apps
            self.images = images
            self.users = users
        }
    }

    private let host: any LeftoverHost
    private let folders: CleanupFolders
    private let owners: Owners
    private let ledger: OrphanLedger
    private let grace: TimeInterval
    private let now: @Sendable () -> Date
    private let turn = Mutex(())

    /// - Parameter grace: seconds to keep resources that may hold data or be used again, after they were first seen and last changed.
    package init(
        host: any LeftoverHost, folders: CleanupFolders, owners: Owners, ledger: OrphanLedger, grace: TimeInterval,
        now: @escaping @Sendable () -> Date = { .now }
    ) {
        self.host = host
        self.folders = folders
        self.owners = owners
        self.ledger = ledger
        self.grace = grace
        self.now = now
    }

    /// Dry run: every orphan with its size in bytes.
    /// - Throws: ``ContainerHostUnreachable``.
    package func list() throws -> [Orphan] {
        try turn.withLock { _ in try measured(orphans()) }
    }

    /// Removes the resources that are still orphans. The audit log gets one entry before the removal and one after it.
    /// - Parameter progress: called before each is removed.
    /// - Throws: ``ContainerHostUnreachable``, or a ``StoreError``, before anything was removed.
    package func remove(
        _ ids: [String], by caller: Caller, audit: any AuditLog, progress: (CleanupProgress) -> Void = { _ in }
    ) throws -> CleanupReceipt {
        try turn.withLock { _ in try remove(of: measured(orphans()), ids, by: caller, audit, progress) }
    }

    /// Removes orphans without user data once the grace period has passed.
    func removeHarmless(audit: any AuditLog) throws -> CleanupReceipt {
        try turn.withLock { _ in
            let orphans = try measured(orphans())
            let due = orphans.filter { !$0.found.mayHoldData && $0.since.addingTimeInterval(grace) <= now() }
            return try remove(of: orphans, due.map(\.found.id), by: .system, audit) { _ in }
        }
    }

    private func remove(
        of orphans: [Orphan], _ ids: [String], by caller: Caller, _ audit: any AuditLog,
        _ progress: (CleanupProgress) -> Void
    ) throws -> CleanupReceipt {
        let asked = Set(ids)
        let wanted = orphans.filter { asked.contains($0.found.id) }
        let due = wanted.filter { $0.graceUntil == nil }
        if !due.isEmpty { try audit.record(cleanupOf: due, by: caller) }
        let ordered = ManagedResource.Kind.allCases.flatMap { kind in wanted.filter { $0.found.kind == kind } }
        var reasons: [String: String] = [:]
        for (index, orphan) in ordered.enumerated() {
            progress(CleanupProgress(done: index, total: ordered.count, current: orphan.found))
            reasons[orphan.found.id] = reasonToKeep(orphan)
        }
        // Verify: scan again for what was reported as removed.
        let left = Set(try orphans.isEmpty ? [] : self.orphans().map(\.found.id))
        var receipt = CleanupReceipt()
        for orphan in wanted {
            let id = orphan.found.id
            if let reason = reasons[id] {
                receipt.kept.append(.init(id: id, why: reason))
            } else if left.contains(id) {
                receipt.kept.append(.init(id: id, why: "It still exists after removal."))
            } else {
                receipt.removed.append(.init(orphan))
            }
        }
        let known = Set(wanted.map(\.found.id))
        for id in asked.subtracting(known).sorted() {
            receipt.kept.append(.init(id: id, why: "It is not an orphan, or does not exist."))
        }
        if !due.isEmpty { try audit.record(receipt, by: caller) }
        return receipt
    }

    /// - Returns: nil if it was removed.
    private func reasonToKeep(_ orphan: Orphan) -> String? {
        if let end = orphan.graceUntil {
            let reason = orphan.found.mayHoldData ? "It may hold data" : "An app may use it again"
            return "\(reason); it is kept until \(end.formatted(.iso8601))."
        }
        do {
            // An app with this name may have just been added.
            guard try !search().candidates(in: [orphan.found]).isEmpty else { return "An app uses it now." }
            switch orphan.found.kind {
            case .workspace, .stack:
                try folders.remove(orphan.found)
                return nil
            case .container, .network, .volume, .image, .packages: return try host.remove(orphan.found)
            }
        } catch let failure as StepFailure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }

    private func orphans() throws -> [Orphan] {
        // Resources first, then owners: in the other order, a new app's resources would look like orphans.
        let found = try host.labelled() + folders.found()
        let search = try search()
        let now = now()
        let seen = ledger.record(Set(search.candidates(in: found).map(\.found.id)), now: now)
        return search.orphans(in: found, firstSeen: seen, now: now)
    }

    private func search() throws -> OrphanSearch {
        OrphanSearch(
            apps: try owners.apps(), images: try owners.images(), users: try owners.users(), grace: grace)
    }

    private func measured(_ orphans: [Orphan]) -> [Orphan] {
        let bytes = host.bytes(of: orphans.map(\.found))
        return orphans.map { orphan in
            var orphan = orphan
            switch orphan.found.kind {
            case .workspace, .stack: orphan.bytes = folders.bytes(of: orphan.found)
            case .container, .network, .volume, .image, .packages: orphan.bytes = bytes[orphan.found.id]
            }
            return orphan
        }
    }
}
