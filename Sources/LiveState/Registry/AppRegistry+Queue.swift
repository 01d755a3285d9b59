import Ports
package import Model
import FoundationEssentials
import Synchronization

/// GPU allocation. Runs under the registry's lock, so that choosing and reserving GPUs is atomic.
extension AppRegistry {
    package enum Placing: Equatable {
        case placed(GPUPlacement)
        /// - `isNew`: it was not in the queue before.
        case waits(QueuePosition, isNew: Bool)
        /// It needs other GPUs than the running container's, which must be stopped first.
        case mustStopFirst
    }

    /// Allocates GPUs to an app, or adds it to the queue.
    /// - Parameters:
    ///   - unfit: GPUs that the app cannot use.
    ///   - mayWait: if false, fails with `gpus_taken` instead of waiting.
    /// - Throws: ``StepFailure`` if the request can never fit on this host, `CancellationError` if the app is stopping.
    package func place(
        _ name: AppName, on seen: GPUSnapshot, without unfit: UnfitGPUs = .none, mayWait: Bool
    ) throws -> Placing {
        try entries.withLock { entries in
            guard var entry = entries[name], var deployment = entry.deployment else { throw AppNotFound(name: name) }
            guard entry.app.state.isDeploying else { throw CancellationError() }
            snapshot.withLock { $0 = seen }
            let cards = Set(seen.gpus.map(\.uuid)).subtracting(unfit.uuids)
            entry.unfit = unfit
            if let reason = deployment.placement, cards.isSuperset(of: deployment.gpus) {
                return .placed(GPUPlacement(uuids: deployment.gpus, reason: reason))
            }
            let request = entry.app.settings.gpus
            try GPUPlacement.check(request, on: seen.gpus, without: unfit)

            let since = deployment.waitingSince ?? now()
            let member = GPUQueue.Member(
                app: entry.app.id, owner: entry.app.owner, request: request, since: since, rank: deployment.queueRank,
                unfit: unfit)
            let placement = queue(in: entries).verdict(for: member, on: seen, at: now()).placement
            if let allocation = entry.allocation {
                let keepsAll = Set(placement?.uuids ?? []).isSuperset(of: allocation.gpus)
                guard keepsAll, allocation.claim == GPUReservation(request) else { return .mustStopFirst }
            }
            if let placement {
                try give(placement, to: entry, in: &entries)
                return .placed(placement)
            }
            guard mayWait else {
                throw StepFailure(
                    code: "gpus_taken", message: "Other apps have taken the GPUs.",
                    hint: "Start it again to wait in the GPU queue.")
            }
            let isNew = deployment.waitingSince == nil
            deployment.waitingSince = since
            entry.deployment = deployment
            try store.save(entry.app, deployment)
            keep(entry, in: &entries)
            guard let place = entries[name]?.queuePosition else { throw CancellationError() }
            return .waits(place, isNew: isNew)
        }
    }

    /// Allocates GPUs to queued apps that fit now.
    /// - Returns: the placed apps, in queue order.
    package func placeQueued(on seen: GPUSnapshot) throws -> [AppName] {
        try entries.withLock { entries in
            snapshot.withLock { $0 = seen }
            let names = Self.names(in: entries)
            var placed: [AppName] = []
            for verdict in queue(in: entries).evaluate(seen, at: now()) {
                guard let placement = verdict.placement, let name = names[verdict.member.app],
                    let entry = entries[name]
                else { continue }
                try give(placement, to: entry, in: &entries)
                placed.append(name)
            }
            renumberQueue(&entries)
            return placed
        }
    }

    /// The app's container is gone: if the app failed, its GPUs are free from now on.
    package func containerGone(of name: AppName) throws {
        guard entries.withLock({ $0[name]?.deployment?.gpuClaim }) != nil else { return }
        try update(name) { app, deployment in
            deployment.gpuClaim = nil
            if app.state == .failed { app.leaseEndsAt = nil }
        }
    }

    /// The app's container was stopped so that it can get other GPUs: the ones it had are free.
    package func releaseGPUs(_ name: AppName) throws {
        try update(name) { app, deployment in
            app.leaseEndsAt = nil
            deployment.gpus = []
            deployment.gpuClaim = nil
            deployment.placement = nil
        }
    }

    /// Moves a queued app to a position, counted from 1; values past the end mean the end.
    /// - Returns: the queued apps in their new order.
    /// - Throws: ``NotQueued``, ``AppNotFound``.
    package func move(_ app: App, to position: Int, by caller: Caller) throws -> [AppName] {
        try entries.withLock { entries in
            guard let entry = entries[app.name], entry.app.id == app.id else { throw AppNotFound(name: app.name) }
            guard let move = queue(in: entries).moving(app.id, to: position, at: now()) else { throw NotQueued() }
            let names = Self.names(in: entries)
            let changed = move.ranked.enumerated().compactMap { rank, member in
                var entry = names[member.app].flatMap { entries[$0] }
                entry?.deployment?.queueRank = rank
                return entry
            }
            try store.saveQueue(changed.compactMap(\.deployment), moving: app, to: position, by: caller)
            for entry in changed { keep(entry, in: &entries) }
            return move.order.compactMap { names[$0.app] }
        }
    }

    /// Checks whether a request would fit if it were made now.
    /// - Parameter app: the app whose settings would change, which keeps the GPUs it holds; nil for a new app.
    /// - Throws: ``StepFailure`` if the request can never fit on this machine.
    package func fit(_ request: GPURequest, of app: App?, for owner: String, on seen: GPUSnapshot) throws(StepFailure)
        -> GPUFit
    {
        let unfit = app.flatMap { app in entries.withLock { $0[app.name]?.unfit } } ?? .none
        try GPUPlacement.check(request, on: seen.gpus, without: unfit)
        return entries.withLock { entries in
            let member = GPUQueue.Member(
                app: app?.id ?? .max, owner: app?.owner ?? owner, request: request, since: now(), rank: nil,
                unfit: unfit)
            return queue(in: entries).fit(member, on: seen, at: now())
        }
    }

    /// The app's queue position; nil if it is not waiting.
    func queuePosition(of name: AppName) -> QueuePosition? { entries.withLock { $0[name]?.queuePosition } }

    /// True if any app is waiting for GPUs.
    package var hasGPUQueue: Bool { entries.withLock { entries in entries.values.contains { $0.member != nil } } }

    /// True while the app waits in the GPU queue and has no job.
    package func isQueuedForGPUs(_ name: AppName) -> Bool {
        entries.withLock { entries in
            guard let entry = entries[name] else { return false }
            return entry.member != nil && entry.allocation == nil
        }
    }

    /// - Parameter wake: called when GPUs may have become free, with the registry locked.
    package func onSchedulerWake(_ wake: @escaping @Sendable () -> Void) {
        schedulerWake.withLock { $0 = wake }
    }

    package func wakeScheduler() {
        schedulerWake.withLock { $0 }()
    }

    func gpusChanged(_ entries: inout [AppName: AppEntry]) {
        renumberQueue(&entries)
        wakeScheduler()
    }

    /// Recomputes queue positions and publishes the ones that changed.
    func renumberQueue(_ entries: inout [AppName: AppEntry]) {
        let queue = queue(in: entries)
        guard !queue.members.isEmpty else { return }
        let verdicts = queue.evaluate(snapshot.withLock { $0 }, at: now())
        let names = Self.names(in: entries)
        for (index, verdict) in verdicts.enumerated() {
            guard let name = names[verdict.member.app], var entry = entries[name] else { continue }
            let place = QueuePosition(position: index + 1, length: verdicts.count, waitsFor: verdict.waitsFor)
            guard entry.queuePosition != place else { continue }
            entry.queuePosition = place
            entries[name] = entry
            publish(entry)
        }
    }

    private func queue(in entries: [AppName: AppEntry]) -> GPUQueue {
        GPUQueue(members: entries.values.compactMap(\.member), allocations: entries.values.compactMap(\.allocation))
    }

    private static func names(in entries: [AppName: AppEntry]) -> [Int64: AppName] {
        Dictionary(uniqueKeysWithValues: entries.values.map { ($0.app.id, $0.app.name) })
    }

    private func give(_ placement: GPUPlacement, to entry: AppEntry, in entries: inout [AppName: AppEntry]) throws {
        guard var deployment = entry.deployment else { return }
        deployment.gpus = placement.uuids
        deployment.gpuClaim = GPUReservation(entry.app.settings.gpus)
        deployment.placement = placement.reason
        try store.save(entry.app, deployment)
        var entry = entry
        entry.deployment = deployment
        keep(entry, in: &entries)
    }
}
