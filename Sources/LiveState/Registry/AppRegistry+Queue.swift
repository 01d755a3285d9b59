package import Model
import Ports
import FoundationEssentials

/// GPU allocation. Choosing and reserving GPUs is one change, so that no two apps get the same.
extension AppRegistry {
    package enum Placing: Equatable, Sendable {
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
    ) -> Commit<Placing> {
        change { draft in
            var entry = try draft.entry(name)
            guard entry.deployment != nil else { throw AppNotFound(name: name) }
            guard entry.app.state.isDeploying else { throw CancellationError() }
            draft.see(seen)
            entry.unfit = unfit
            return try draft.place(entry, mayWait: mayWait)
        }
    }

    /// Allocates GPUs to queued apps that fit now.
    /// - Returns: the placed apps, in queue order.
    package func placeQueued(on seen: GPUSnapshot) -> Commit<[AppName]> {
        change { draft in
            draft.see(seen)
            let all = draft.snapshot
            let names = all.names
            var placed: [AppName] = []
            for verdict in all.gpuQueue.evaluate(seen, at: all.now()) {
                guard let placement = verdict.placement, let name = names[verdict.member.app],
                    let entry = draft.snapshot.entries[name]
                else { continue }
                try draft.give(placement, to: entry)
                placed.append(name)
            }
            draft.renumberQueue()
            return placed
        }
    }

    /// The app's container is gone: if the app failed, its GPUs are free from now on.
    package func containerGone(of name: AppName) -> Commit<Void> {
        change { draft in
            guard var entry = try? draft.entry(name), var deployment = entry.deployment, deployment.gpuClaim != nil
            else { return }
            deployment.gpuClaim = nil
            entry.deployment = deployment
            if entry.app.state == .failed { entry.app.leaseEndsAt = nil }
            try draft.store.save(entry.app, deployment)
            draft.keep(entry)
        }
    }

    /// The app's container was stopped so that it can get other GPUs: the ones it had are free.
    package func releaseGPUs(_ name: AppName) -> Commit<Void> {
        update(name) { app, deployment in
            app.leaseEndsAt = nil
            deployment.gpus = []
            deployment.gpuClaim = nil
            deployment.placement = nil
        }
    }

    /// Moves a queued app to a position, counted from 1; values past the end mean the end.
    /// - Returns: the queued apps in their new order.
    /// - Throws: ``NotQueued``, ``AppNotFound``.
    package func move(_ app: App, to position: Int, by caller: Caller) -> Commit<[AppName]> {
        change { draft in
            let (entry, all) = (try draft.entry(app.name, id: app.id), draft.snapshot)
            guard let move = all.gpuQueue.moving(app.id, to: position, at: all.now()) else { throw NotQueued() }
            let names = all.names
            let changed = move.ranked.enumerated().compactMap { rank, member in
                var entry = names[member.app].flatMap { all.entries[$0] }
                entry?.deployment?.queueRank = rank
                return entry
            }
            try draft.store.saveQueue(changed.compactMap(\.deployment), moving: entry.app, to: position, by: caller)
            for entry in changed { draft.keep(entry) }
            return move.order.compactMap { names[$0.app] }
        }
    }

    /// Checks whether a request would fit if it were made now.
    /// - Parameter app: the app whose settings would change, which keeps the GPUs it holds; nil for a new app.
    /// - Throws: ``StepFailure`` if the request can never fit on this machine.
    package func fit(_ request: GPURequest, of app: App?, for owner: String, on seen: GPUSnapshot) throws(StepFailure)
        -> GPUFit
    {
        let all = state.snapshot
        let unfit = app.flatMap { all.entries[$0.name]?.unfit } ?? .none
        try GPUPlacement.check(request, on: seen.gpus, without: unfit)
        let member = GPUQueue.Member(
            app: app?.id ?? .max, owner: app?.owner ?? owner, request: request, since: now(), rank: nil, unfit: unfit)
        return all.gpuQueue.fit(member, on: seen, at: now())
    }

    /// Publishes the places of apps that wait for a slot.
    package func show(_ places: [SlotQueue.Place]) -> Commit<Void> {
        change(synced: false) { draft in
            let entries = draft.snapshot.entries
            for place in places {
                guard var entry = entries[place.member.app], entry.app.state == .queued else { continue }
                entry.slot = SlotView(place, for: entry.app.audience) { entries[$0]?.app }
                draft.keep(entry)
            }
        }
    }

    /// The app's queue position; nil if it is not waiting.
    func queuePosition(of name: AppName) -> QueuePosition? { state.snapshot.entries[name]?.queuePosition }

    /// True if any app is waiting for GPUs.
    package var hasGPUQueue: Bool { state.snapshot.entries.values.contains { $0.member != nil } }

    /// True while the app waits in the GPU queue and has no job.
    package func isQueuedForGPUs(_ name: AppName) -> Bool {
        guard let entry = state.snapshot.entries[name] else { return false }
        return entry.member != nil && entry.allocation == nil
    }

    /// - Parameter wake: called when GPUs may have become free.
    package func onSchedulerWake(_ wake: @escaping @Sendable () -> Void) {
        state.onSchedulerWake(wake)
    }

    package func wakeScheduler() {
        state.wakeScheduler()
    }
}

extension RegistryDraft {
    /// - Parameter entry: of an app with a deployment.
    fileprivate mutating func place(_ entry: AppEntry, mayWait: Bool) throws -> AppRegistry.Placing {
        var entry = entry
        guard var deployment = entry.deployment else { throw AppNotFound(name: entry.app.name) }
        let (all, request) = (snapshot, entry.app.settings.gpus)
        let cards = Set(all.gpus.gpus.map(\.uuid)).subtracting(entry.unfit.uuids)
        if let reason = deployment.placement, cards.isSuperset(of: deployment.gpus) {
            return .placed(GPUPlacement(uuids: deployment.gpus, reason: reason))
        }
        try GPUPlacement.check(request, on: all.gpus.gpus, without: entry.unfit)

        let since = deployment.waitingSince ?? all.now()
        let member = GPUQueue.Member(
            app: entry.app.id, owner: entry.app.owner, request: request, since: since, rank: deployment.queueRank,
            unfit: entry.unfit)
        let placement = all.gpuQueue.verdict(for: member, on: all.gpus, at: all.now()).placement
        if let allocation = entry.allocation {
            let keepsAll = Set(placement?.uuids ?? []).isSuperset(of: allocation.gpus)
            guard keepsAll, allocation.claim == GPUReservation(request) else { return .mustStopFirst }
        }
        if let placement {
            try give(placement, to: entry)
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
        keep(entry)
        guard let place = snapshot.entries[entry.app.name]?.queuePosition else { throw CancellationError() }
        return .waits(place, isNew: isNew)
    }

    fileprivate mutating func give(_ placement: GPUPlacement, to entry: AppEntry) throws {
        guard var deployment = entry.deployment else { return }
        deployment.gpus = placement.uuids
        deployment.gpuClaim = GPUReservation(entry.app.settings.gpus)
        deployment.placement = placement.reason
        try store.save(entry.app, deployment)
        var entry = entry
        entry.deployment = deployment
        keep(entry)
    }
}
