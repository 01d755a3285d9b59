@testable import Model
import Foundation
import Testing

@Suite struct OrphanSearchTests {
    private static let now = Date(timeIntervalSince1970: 1_000_000)
    private static let hour = 3600.0
    private let search = OrphanSearch(
        apps: [try! AppName("known"): 200_001], images: ["used"], users: 200_000..<300_000, grace: hour)

    private static func found(
        _ kind: ManagedResource.Kind, _ app: String?, owner: UInt32? = nil, changed: Double = -2,
        isRunning: Bool = false, key: String = "key"
    ) -> ManagedResource {
        ManagedResource(
            kind, key: key, name: "name", app: app.flatMap { try? AppName($0) }, owner: owner,
            changedAt: now.addingTimeInterval(changed * hour), isRunning: isRunning)
    }

    @Test(arguments: [
        (found(.workspace, "known", owner: 200_001), false),
        (found(.workspace, "known", owner: 200_002), true),
        (found(.workspace, "gone", owner: 200_002), true),
        // Owned by root, by another installation, and by an unknown user.
        (found(.workspace, "gone", owner: 0), false),
        (found(.workspace, "gone", owner: 300_000), false),
        (found(.workspace, "gone"), false),
        (found(.stack, "known"), false),
        (found(.stack, "gone"), true),
        (found(.container, "known"), false),
        (found(.container, "gone"), true),
        (found(.container, nil), true),
        (found(.network, "known"), false),
        (found(.network, "gone"), true),
        (found(.volume, "known"), false),
        (found(.volume, "gone"), true),
        (found(.image, "known"), true),
        (found(.image, "known", key: "used"), false),
        (found(.image, "gone", key: "used"), true),
        // Shared by apps.
        (found(.image, nil), true),
        (found(.image, nil, key: "used"), false),
    ])
    func anOrphanIsOursAndHasNoApp(_ thing: ManagedResource, _ isOrphan: Bool) {
        #expect(search.candidates(in: [thing]).isEmpty != isOrphan)
    }

    @Test(arguments: [
        ("0a57d1c7", "No app uses this set of shared packages."), (".0a57d1c7.demo", "Its install has not finished."),
    ])
    func aSetOfPackagesSaysWhetherItIsWhole(_ key: String, _ why: String) {
        #expect(search.candidates(in: [Self.found(.packages, nil, key: key)]).map(\.why) == [why])
    }

    @Test func withoutAnAppEverNoFolderIsOurs() {
        let search = OrphanSearch(apps: [:], users: nil, grace: 0)
        #expect(search.candidates(in: [Self.found(.workspace, "gone", owner: 200_002)]).isEmpty)
    }

    @Test(arguments: [
        // Resource, hours since first seen, hours since last change, remaining grace hours.
        (found(.workspace, "gone", owner: 200_002), 0.0, -5.0, 1.0),
        (found(.workspace, "gone", owner: 200_002), -0.75, -5, 0.25),
        (found(.workspace, "gone", owner: 200_002), -5, -0.75, 0.25),
        (found(.workspace, "gone", owner: 200_002), -5, -5, nil),
        // A folder's modification time is controlled by its app.
        (found(.workspace, "gone", owner: 200_002), -5, 1000, 1),
        (found(.volume, "gone"), 0, -5, 1),
        (found(.container, "gone", isRunning: true), 0, -5, 1),
        (found(.container, "gone"), 0, -5, nil),
        (found(.network, "gone"), 0, 0, nil),
        (found(.stack, "gone"), 0, 0, nil),
        (found(.image, "gone"), 0, 0, nil),
        (found(.image, nil), -0.75, -5, 0.25),
        (found(.image, nil), -5, -5, nil),
    ])
    func whatMayHoldDataStaysForAWhile(_ thing: ManagedResource, _ seen: Double, _ changed: Double, _ stays: Double?)
        throws
    {
        let thing = ManagedResource(
            thing.kind, key: thing.key, name: thing.name, app: thing.app, owner: thing.owner,
            changedAt: Self.now.addingTimeInterval(changed * Self.hour), isRunning: thing.isRunning)
        let since = Self.now.addingTimeInterval(seen * Self.hour)
        let orphans = search.orphans(in: [thing], firstSeen: [thing.id: since], now: Self.now)
        let orphan = try #require(orphans.first)
        #expect(orphan.since == since)
        #expect(orphan.graceUntil == stays.map { Self.now.addingTimeInterval($0 * Self.hour) })
    }
}
