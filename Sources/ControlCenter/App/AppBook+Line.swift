import FoundationEssentials
import Synchronization

/// Cards are given away here, under the book's lock, so that nobody chooses in between.
extension AppBook {
    enum Placing: Equatable {
        case placed(GPUPlacement)
        /// - `isNew`: it did not wait before.
        case waits(LinePlace, isNew: Bool)
        /// It is to have other cards than the container that runs, which has to go first.
        case leaves
    }

    /// Gives an app its cards, or a place in the line.
    /// - Parameter mayWait: false fails with `gpus_taken` rather than wait.
    /// - Throws: ``StepFailure`` for what never fits on this machine, `CancellationError` where the app is to stop.
    func place(_ name: AppName, on seen: GPUSight, mayWait: Bool) throws -> Placing {
        try pages.withLock { pages in
            guard var page = pages[name], var deployment = page.deployment else { throw AppNotFound(name: name) }
            guard page.app.state.isDeploying else { throw CancellationError() }
            sight.withLock { $0 = seen }
            let cards = Set(seen.gpus.map(\.uuid))
            if let reason = deployment.placement, cards.isSuperset(of: deployment.gpus) {
                return .placed(GPUPlacement(uuids: deployment.gpus, reason: reason))
            }
            let request = page.app.settings.gpus
            try GPUPlacement.check(request, on: seen.gpus)

            var line = line(in: pages)
            line.members.removeAll { $0.app == page.app.id }
            let since = deployment.waitingSince ?? now()
            line.members.append(
                .init(
                    app: page.app.id, owner: page.app.owner, request: request, since: since,
                    rank: deployment.lineRank))
            let verdicts = line.walk(seen, at: now())
            let placement = verdicts.first { $0.member.app == page.app.id }?.placement
            if let tenant = page.tenant {
                let keepsAll = Set(placement?.uuids ?? []).isSuperset(of: tenant.gpus)
                guard keepsAll, tenant.claim == GPUClaim(request) else { return .leaves }
            }
            if let placement {
                try give(placement, to: page, in: &pages)
                return .placed(placement)
            }
            guard mayWait else {
                throw StepFailure(
                    code: "gpus_taken", message: "Other apps have the GPUs by now.",
                    hint: "Start it again, and it waits in line for GPUs.")
            }
            let isNew = deployment.waitingSince == nil
            deployment.waitingSince = since
            page.deployment = deployment
            try store.save(page.app, deployment)
            keep(page, in: &pages)
            guard let place = pages[name]?.line else { throw CancellationError() }
            return .waits(place, isNew: isNew)
        }
    }

    /// Gives cards to those in the line who can have some now.
    /// - Returns: who was placed, in the order of the line.
    func placeWaiting(on seen: GPUSight) throws -> [AppName] {
        try pages.withLock { pages in
            sight.withLock { $0 = seen }
            let names = Self.names(in: pages)
            var placed: [AppName] = []
            for verdict in line(in: pages).walk(seen, at: now()) {
                guard let placement = verdict.placement, let name = names[verdict.member.app],
                    let page = pages[name]
                else { continue }
                try give(placement, to: page, in: &pages)
                placed.append(name)
            }
            number(&pages)
            return placed
        }
    }

    /// The container of an app is gone: if the app failed, others may have its cards from now on.
    func containerGone(of name: AppName) throws {
        guard pages.withLock({ $0[name]?.deployment?.gpuClaim }) != nil else { return }
        try note(name) { app, deployment in
            deployment.gpuClaim = nil
            if app.state == .failed { app.leaseEndsAt = nil }
        }
    }

    /// The app's container was stopped to get other cards: others may have these.
    func giveBack(_ name: AppName) throws {
        try note(name) { app, deployment in
            app.leaseEndsAt = nil
            deployment.gpus = []
            deployment.gpuClaim = nil
            deployment.placement = nil
        }
    }

    /// Moves a waiting app to a place in the line, counted from 1; beyond its end is its end.
    /// - Returns: the line's apps, in their order now.
    /// - Throws: ``NotWaiting``, ``AppNotFound``.
    package func move(_ app: App, to position: Int, by caller: Caller) throws -> [AppName] {
        try pages.withLock { pages in
            guard let page = pages[app.name], page.app.id == app.id else { throw AppNotFound(name: app.name) }
            var order = line(in: pages).inOrder(at: now())
            guard let index = order.firstIndex(where: { $0.app == app.id }) else { throw NotWaiting() }
            let moved = order.remove(at: index)
            let target = min(position - 1, order.count)
            order.insert(moved, at: target)
            // Whoever stands before somebody with a place needs one too.
            let last = max(target, order.lastIndex { $0.rank != nil && $0.app != app.id } ?? 0)
            let names = Self.names(in: pages)
            let changed = order.prefix(last + 1).enumerated().compactMap { rank, member in
                var page = names[member.app].flatMap { pages[$0] }
                page?.deployment?.lineRank = rank
                return page
            }
            try store.saveLine(changed.compactMap(\.deployment), moving: app, to: position, by: caller)
            for page in changed { keep(page, in: &pages) }
            return order.compactMap { names[$0.app] }
        }
    }

    /// What would become of somebody's request if it came now.
    /// - Parameter app: the one whose settings would change, which keeps what it holds; nil asks for a new one.
    /// - Throws: ``StepFailure`` for what never fits on this machine.
    func fit(_ request: GPURequest, of app: App?, for owner: String, on seen: GPUSight) throws(StepFailure) -> GPUFit {
        try GPUPlacement.check(request, on: seen.gpus)
        let id = app?.id ?? .max
        let verdicts = pages.withLock { pages in
            var line = line(in: pages)
            line.members.removeAll { $0.app == id }
            line.members.append(.init(app: id, owner: app?.owner ?? owner, request: request, since: now(), rank: nil))
            return line.walk(seen, at: now())
        }
        guard let index = verdicts.firstIndex(where: { $0.member.app == id }) else {
            preconditionFailure("a line's walk judges each member")
        }
        if let placement = verdicts[index].placement {
            return GPUFit(fits: true, why: placement.reason, position: nil)
        }
        return GPUFit(fits: false, why: "needs \(verdicts[index].waitsFor)", position: index + 1)
    }

    /// Where an app stands; nil where it does not wait.
    func linePlace(of name: AppName) -> LinePlace? { pages.withLock { $0[name]?.line } }

    /// Whether anybody waits for cards.
    var hasLine: Bool { pages.withLock { pages in pages.values.contains { $0.member != nil } } }

    /// Whether it is the line's turn and not a job's to go on with the app.
    func waitsInLine(_ name: AppName) -> Bool {
        pages.withLock { pages in
            guard let page = pages[name] else { return false }
            return page.member != nil && page.tenant == nil
        }
    }

    /// - Parameter bell: called when cards may have come free, with the book locked.
    func onLineRing(_ bell: @escaping @Sendable () -> Void) {
        lineBell.withLock { $0 = bell }
    }

    func ringLine() {
        lineBell.withLock { $0 }()
    }

    func cardsChanged(_ pages: inout [AppName: BookPage]) {
        number(&pages)
        ringLine()
    }

    /// Counts the line anew, and shows who stands elsewhere now.
    func number(_ pages: inout [AppName: BookPage]) {
        let line = line(in: pages)
        guard !line.members.isEmpty else { return }
        let verdicts = line.walk(sight.withLock { $0 }, at: now())
        let names = Self.names(in: pages)
        for (index, verdict) in verdicts.enumerated() {
            guard let name = names[verdict.member.app], var page = pages[name] else { continue }
            let place = LinePlace(position: index + 1, length: verdicts.count, waitsFor: verdict.waitsFor)
            guard page.line != place else { continue }
            page.line = place
            pages[name] = page
            publish(page)
        }
    }

    private func line(in pages: [AppName: BookPage]) -> WaitingLine {
        WaitingLine(members: pages.values.compactMap(\.member), tenants: pages.values.compactMap(\.tenant))
    }

    private static func names(in pages: [AppName: BookPage]) -> [Int64: AppName] {
        Dictionary(uniqueKeysWithValues: pages.values.map { ($0.app.id, $0.app.name) })
    }

    private func give(_ placement: GPUPlacement, to page: BookPage, in pages: inout [AppName: BookPage]) throws {
        guard var deployment = page.deployment else { return }
        deployment.gpus = placement.uuids
        deployment.gpuClaim = GPUClaim(page.app.settings.gpus)
        deployment.placement = placement.reason
        try store.save(page.app, deployment)
        var page = page
        page.deployment = deployment
        keep(page, in: &pages)
    }
}
