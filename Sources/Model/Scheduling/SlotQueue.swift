/// Which deployment gets the next slot of each kind of work.
///
/// Fair between owners: whoever holds fewest slots of all kinds comes first, and of those whoever came first, so that
/// somebody's first app goes before another's fifth. A deployment holds at most one slot.
package struct SlotQueue: Equatable, Sendable {
    /// Work that a limited number of deployments do at a time, each kind counted apart.
    package enum Kind: String, CaseIterable, Sendable, Encodable {
        case clone
        /// Also pulls and builds images.
        case install
        case start
        /// Also removes. A stop waits for others' only where hundreds are asked for at once, which Docker would not survive.
        case stop
    }

    package struct Member: Equatable, Sendable {
        package let app: AppName
        package let owner: String
        package let kind: Kind
        /// It has GPUs that nothing uses until it starts: goes before those without.
        package let holdsGPUs: Bool

        package init(app: AppName, owner: String, kind: Kind, holdsGPUs: Bool = false) {
            self.app = app
            self.owner = owner
            self.kind = kind
            self.holdsGPUs = holdsGPUs
        }
    }

    private let slots: [Kind: Int]
    /// In order of arrival.
    package private(set) var waiting: [Member] = []
    package private(set) var holders: [AppName: Member] = [:]

    /// - Parameter slots: number of slots of each kind.
    package init(slots: [Kind: Int]) {
        self.slots = slots
    }

    /// Has no effect on an app that holds a slot of this kind; a slot of another kind is given back.
    package mutating func join(_ member: Member) {
        guard holders[member.app]?.kind != member.kind else { return }
        leave(member.app)
        waiting.append(member)
    }

    /// Gives back the app's slot, or its place in the queue.
    package mutating func leave(_ app: AppName) {
        if holders.removeValue(forKey: app) == nil { waiting.removeAll { $0.app == app } }
    }

    /// Gives free slots to those who come next.
    /// - Returns: the apps that got one.
    package mutating func grant() -> [AppName] {
        var granted: [AppName] = []
        for kind in Kind.allCases {
            while let next = next(of: kind) {
                waiting.removeAll { $0.app == next.app }
                holders[next.app] = next
                granted.append(next.app)
            }
        }
        return granted
    }

    private func next(of kind: Kind) -> Member? {
        let taken = holders.values.count { $0.kind == kind }
        guard taken < slots[kind] ?? 0, waiting.contains(where: { $0.kind == kind }) else { return nil }
        return order(of: kind).first
    }

    /// Those who wait for a slot of this kind, next one first.
    package func order(of kind: Kind) -> [Member] {
        let candidates = waiting.filter { $0.kind == kind }
        var load = Dictionary(holders.values.map { ($0.owner, 1) }, uniquingKeysWith: +)
        let keyed = (candidates.filter(\.holdsGPUs) + candidates.filter { !$0.holdsGPUs }).enumerated()
            .map { arrival, member in
                defer { load[member.owner, default: 0] += 1 }
                return (key: (member.holdsGPUs ? 0 : 1, load[member.owner] ?? 0, arrival), member: member)
            }
        return keyed.sorted { $0.key < $1.key }.map(\.member)
    }
}

extension SlotQueue {
    /// Where a waiting app stands.
    package struct Place: Equatable, Sendable {
        package let member: Member
        /// From 1.
        package let position: Int
        /// The first of those who go before it.
        package let ahead: [AppName]
        /// Some of those who hold a slot of this kind.
        package let working: [AppName]
        /// Number of all who hold one.
        package let workingTotal: Int
    }

    /// Number of apps that a place names.
    private static let named = 3

    /// Places of all apps that wait.
    package var places: [Place] {
        Kind.allCases.flatMap { kind in
            let order = order(of: kind)
            let working = holders.values.filter { $0.kind == kind }.map(\.app).sorted { $0.rawValue < $1.rawValue }
            return order.enumerated().map { index, member in
                Place(
                    member: member, position: index + 1,
                    ahead: order.prefix(min(index, Self.named)).map(\.app), working: Array(working.prefix(Self.named)),
                    workingTotal: working.count)
            }
        }
    }
}
