import FoundationEssentials

/// The apps that wait for cards: in which order they get them, and who can have which now.
///
/// Fair between owners, and nobody waits for ever: whoever does not fit keeps the cards that it waits for from those
/// behind, who may have the others.
struct GPUQueue: Equatable {
    struct Member: Equatable {
        let app: Int64
        let owner: String
        let request: GPURequest
        let since: Date
        /// The place that an operator gave it.
        let rank: Int?
    }

    struct Verdict: Equatable {
        let member: Member
        /// nil when it has to wait.
        let placement: GPUPlacement?
        /// What it waits for, for people.
        let waitsFor: String
    }

    /// Who has waited for longer than this, in seconds, goes by that alone.
    static let patience = 3600.0

    var members: [Member]
    let tenants: [GPUAllocation]

    /// Those with a place from an operator, then those who have waited for over an hour, then who holds and wants least.
    func inOrder(at now: Date) -> [Member] {
        let held = Dictionary(tenants.map { ($0.owner, $0.gpus.count) }, uniquingKeysWith: +)
        var earlier: [String: Int] = [:]
        let keyed = members.sorted { ($0.since, $0.app) < ($1.since, $1.app) }.map { member in
            let load = (held[member.owner] ?? 0) + earlier[member.owner, default: 0]
            earlier[member.owner, default: 0] += 1
            let group =
                if let rank = member.rank { (0, rank) } else if now.timeIntervalSince(member.since) > Self.patience {
                    (1, 0)
                } else { (2, load) }
            return (key: (group.0, group.1, member.since, member.app), member: member)
        }
        return keyed.sorted { $0.key < $1.key }.map(\.member)
    }

    /// Goes along the line and gives each what it can have after those before it.
    func walk(_ seen: GPUSnapshot, at now: Date) -> [Verdict] {
        var cards = GPUCard.all(of: seen, tenants: tenants)
        var aside: Set<String> = []
        return inOrder(at: now).map { member in
            let others = cards.map { $0.without(member.app) }
            let held = Set(tenants.first { $0.app == member.app }?.gpus ?? [])
            let placement = GPUPlacement.choose(
                member.request, from: others, holding: held, aside: aside, ailing: seen.ailing)
            let words = QueueWording(member.request, cards: others, aside: aside).text
            if let placement {
                let tenant = GPUAllocation(
                    app: member.app, name: nil, owner: member.owner, gpus: placement.uuids,
                    claim: GPUReservation(member.request))
                for index in cards.indices { cards[index].take(tenant) }
            } else {
                aside.formUnion(Self.awaited(by: member, among: others, aside: aside, ailing: seen.ailing))
            }
            return Verdict(member: member, placement: placement, waitsFor: words)
        }
    }

    /// The cards that somebody who does not fit waits for: the ones it could have now, then the ones that come free
    /// soonest. None while processes that are not ours keep it out, since nobody knows when those end, or apps of its own
    /// owner, who may stop them.
    private static func awaited(
        by member: Member, among cards: [GPUCard], aside: Set<String>, ailing: Set<String>
    ) -> some Sequence<String> {
        let request = member.request
        let claim = GPUReservation(request)
        let possible = cards.filter { card in
            card.couldAdmit(claim) && (card.admits(claim) || !card.tenants.contains { $0.owner == member.owner })
        }
        guard possible.count >= request.count.rawValue else { return [String]().prefix(0) }
        let rank = { (card: GPUCard) in
            let isTaken = aside.contains(card.gpu.uuid)
            return (
                ailing.contains(card.gpu.uuid) ? 1 : 0, card.admits(claim) && !isTaken ? 0 : 1, isTaken ? 1 : 0,
                card.tenants.count, -card.free, card.gpu.index
            )
        }
        return possible.sorted { rank($0) < rank($1) }.map(\.gpu.uuid).prefix(request.count.rawValue)
    }
}

/// Where an app stands in the waiting line.
package struct QueuePosition: Equatable, Sendable, Encodable {
    package let position: Int
    package let length: Int
    package let waitsFor: String

    enum CodingKeys: String, CodingKey {
        case position, length
        case waitsFor = "waits_for"
    }
}
