/// An app's place in the queue for a slot, as served by the API and shown on the page.
package struct SlotView: Equatable, Sendable, Encodable {
    /// What it waits for.
    package let kind: SlotQueue.Kind
    /// From 1.
    package let position: Int
    /// The first of those ahead: names, or "an app of bob".
    package let ahead: [String]
    /// Some of those that hold a slot now, likewise.
    package let working: [String]
    /// Number of all that hold one.
    package let workingTotal: Int

    enum CodingKeys: String, CodingKey {
        case kind, position, ahead, working
        case workingTotal = "working_total"
    }

    /// - Parameters:
    ///   - audience: who is shown the place. An app that is not visible to all of them is named by its owner only.
    ///   - find: finds other apps.
    package init(_ place: SlotQueue.Place, for audience: Audience, find: (AppName) -> App?) {
        func words(_ names: [AppName]) -> [String] {
            names.compactMap { name in
                find(name).map { audience.isPart(of: $0.audience) ? name.rawValue : "an app of \($0.owner)" }
            }
        }
        kind = place.member.kind
        position = place.position
        ahead = words(place.ahead)
        working = words(place.working)
        workingTotal = place.workingTotal
    }
}
