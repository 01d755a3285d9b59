package import FoundationEssentials

/// The GPU queue: the order of waiting apps, and which GPUs each can get now.
///
/// Fair between owners and free of starvation: an app that does not fit holds back the GPUs it waits for from the apps
/// behind it, which may use the others.
package struct GPUQueue: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let app: Int64
        package let owner: String
        package let request: GPURequest
        package let since: Date
        /// Rank set by an operator.
        package let rank: Int?
        package let unfit: UnfitGPUs

        package init(
            app: Int64, owner: String, request: GPURequest, since: Date, rank: Int?, unfit: UnfitGPUs = .none
        ) {
            self.app = app
            self.owner = owner
            self.request = request
            self.since = since
            self.rank = rank
            self.unfit = unfit
        }
    }

    package struct Verdict: Equatable, Sendable {
        package let member: Member
        /// nil if it has to wait.
        package let placement: GPUPlacement?
        /// What it is waiting for, for users.
        package let waitsFor: String
    }

    /// Seconds after which an app is ordered by waiting time only.
    package static let agingThreshold = 3600.0

    package var members: [Member]
    package let allocations: [GPUAllocation]

    package init(members: [Member], allocations: [GPUAllocation]) {
        self.members = members
        self.allocations = allocations
    }

    /// Order: ranked by an operator, then waiting for over an hour, then the owners that hold and want least.
    package func inOrder(at now: Date) -> [Member] {
        let held = Dictionary(allocations.map { ($0.owner, $0.gpus.count) }, uniquingKeysWith: +)
        var earlier: [String: Int] = [:]
        let keyed = members.sorted { ($0.since, $0.app) < ($1.since, $1.app) }.map { member in
            let load = (held[member.owner] ?? 0) + earlier[member.owner, default: 0]
            earlier[member.owner, default: 0] += 1
            let group =
                if let rank = member.rank {
                    (0, rank)
                } else if now.timeIntervalSince(member.since) > Self.agingThreshold {
                    (1, 0)
                } else { (2, load) }
            return (key: (group.0, group.1, member.since, member.app), member: member)
        }
        return keyed.sorted { $0.key < $1.key }.map(\.member)
    }

    /// Goes through the queue and gives each app what it can have after the apps before it.
    package func evaluate(_ seen: GPUSnapshot, at now: Date) -> [Verdict] {
        var cards = GPUCard.all(of: seen, allocations: allocations)
        var heldBack: Set<String> = []
        return inOrder(at: now).map { member in
            let others = cards.map { $0.without(member.app) }
            let held = Set(allocations.first { $0.app == member.app }?.gpus ?? [])
            let placement = GPUPlacement.choose(
                member.request, from: others, holding: held, heldBack: heldBack, without: member.unfit,
                degraded: seen.degraded)
            let words = QueueWording(member.request, cards: others, heldBack: heldBack, unfit: member.unfit).text
            if let placement {
                let allocation = GPUAllocation(
                    app: member.app, name: nil, owner: member.owner, gpus: placement.uuids,
                    claim: GPUReservation(member.request))
                for index in cards.indices { cards[index].allocate(allocation) }
            } else {
                heldBack.formUnion(Self.awaited(by: member, among: others, heldBack: heldBack, degraded: seen.degraded))
            }
            return Verdict(member: member, placement: placement, waitsFor: words)
        }
    }

    /// The GPUs to hold back for an app that does not fit: those it could have now, then those that become free
    /// soonest. Empty if foreign processes block it, since it is not known when those end, or apps of the same owner, who
    /// can stop them.
    private static func awaited(
        by member: Member, among cards: [GPUCard], heldBack: Set<String>, degraded: Set<String>
    ) -> some Sequence<String> {
        let request = member.request
        let claim = GPUReservation(request)
        let possible = cards.filter { card in
            !member.unfit.contains(card.gpu) && request.accepts(card.gpu) && card.couldAdmit(claim)
                && (card.admits(claim) || !card.allocations.contains { $0.owner == member.owner })
        }
        guard possible.count >= request.count.rawValue else { return [String]().prefix(0) }
        let rank = { (card: GPUCard) in
            let isTaken = heldBack.contains(card.gpu.uuid)
            return (
                degraded.contains(card.gpu.uuid) ? 1 : 0, card.admits(claim) && !isTaken ? 0 : 1, isTaken ? 1 : 0,
                card.allocations.count, -card.free, card.gpu.place
            )
        }
        return possible.sorted { rank($0) < rank($1) }.map(\.gpu.uuid).prefix(request.count.rawValue)
    }
}
