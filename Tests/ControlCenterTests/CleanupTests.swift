import ControlCenter
@testable import Model
@testable import Operations
@testable import Ports
import Foundation
import Glibc
import AppHarness
import LiveState
import Logging
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(5))) struct CleanupTests {
    private let house: AppHarness
    private let known: AppName
    private let earlier: UInt32

    init() async throws {
        house = try AppHarness()
        known = try await house.running("known")
        // UID of a removed app.
        earlier = try house.app(known).uid + 1
    }

    private func folder(_ name: String, owner: UInt32? = nil) throws {
        let path = "\(house.folder.path)/\(name)"
        try #require(mkdir(path, 0o700) == 0 && chown(path, owner ?? earlier, owner ?? earlier) == 0)
        try "kept".write(toFile: path + "/file", atomically: true, encoding: .utf8)
    }

    private func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(house.folder.path)/\(name)")
    }

    private func remove(_ ids: String...) throws -> CleanupReceipt {
        try house.cleanup.remove(ids, by: Sample.caller, audit: house.store)
    }

    private func thing(_ kind: ManagedResource.Kind, _ app: String, isRunning: Bool = false) throws -> ManagedResource {
        ManagedResource(kind, key: app, name: app, app: try AppName(app), changedAt: nil, isRunning: isRunning)
    }

    @Test func aWorkspaceOfNobodyGoesAfterItsGracePeriodAndNoSooner() throws {
        try folder("gone")
        let orphan = try #require(try house.cleanup.list().first)
        #expect(orphan.found.id == "workspace:gone" && (orphan.bytes ?? 0) > 0)
        #expect(try remove("workspace:gone").kept.map(\.id) == ["workspace:gone"])
        #expect(isThere("gone"))
        house.clock.advance(hours: 1.1)
        #expect(try remove("workspace:gone").removed.map(\.name) == ["\(house.folder.path)/gone"])
        #expect(!isThere("gone"))
    }

    @Test func whatIsNotOursIsNeitherShownNorTaken() throws {
        try folder("foreign", owner: 1000)
        try folder("roots", owner: 0)
        try folder("others", owner: earlier + 100_000)
        try #require(mkdir("\(house.stacks.path)/elsewhere", 0o700) == 0)
        try "kept".write(toFile: house.stacks.path + "/elsewhere/file", atomically: true, encoding: .utf8)
        try #require(symlink("\(house.stacks.path)/elsewhere", "\(house.folder.path)/link") == 0)
        lchown("\(house.folder.path)/link", earlier, earlier)
        house.clock.advance(hours: 2)
        let ids = ["foreign", "roots", "others", "link", "../elsewhere", "."].map { "workspace:\($0)" }
        let receipt = try house.cleanup.remove(ids, by: Sample.caller, audit: house.store)
        #expect(receipt.removed.isEmpty && receipt.kept.count == ids.count)
        #expect(isThere("foreign") && isThere("roots") && isThere("others") && isThere("link"))
        #expect(FileManager.default.fileExists(atPath: house.stacks.path + "/elsewhere/file"))
        #expect(try house.store.entries(AuditQuery(action: "cleanup")).isEmpty)
    }

    @Test func theAuditLogTellsWhatIsAboutToGoAndThenWhatIsGone() throws {
        house.leftovers.set([
            try thing(.network, "gone"), try thing(.container, "gone"), try thing(.container, "known"),
            try thing(.image, "gone"),
        ])
        house.leftovers.stick("image:gone")
        let receipt = try remove("network:gone", "container:gone", "container:known", "image:gone")
        #expect(Set(receipt.removed.map(\.id)) == ["container:gone", "network:gone"])
        #expect(receipt.kept.map(\.id) == ["image:gone", "container:known"])
        #expect(house.leftovers.ids == ["container:known", "image:gone"])
        let entries = try house.store.entries(AuditQuery(action: "cleanup"))
        #expect(entries.map(\.actor) == ["alice"])
        #expect(entries.first?.detail == #"{"bytes":4096,"removed":["network gone","container gone"]}"#)
        let began = try #require(try house.store.entries(AuditQuery(action: "cleanup_began")).first)
        #expect(began.detail == #"{"wanted":["network gone","container gone","image gone"]}"#)
        #expect(began.sequence < entries[0].sequence)
    }

    @Test func theScheduleTakesOnlyWhatHoldsNothing() throws {
        try folder("gone")
        house.leftovers.set([
            try thing(.container, "gone"), try thing(.container, "runs", isRunning: true), try thing(.volume, "gone"),
        ])
        #expect(try house.cleanup.removeHarmless(audit: house.store).removed.isEmpty)
        house.clock.advance(hours: 2)
        #expect(try house.cleanup.removeHarmless(audit: house.store).removed.map(\.id) == ["container:gone"])
        #expect(house.leftovers.ids == ["container:runs", "volume:gone"] && isThere("gone"))
    }

    @Test func anImageThatNoAppUsesGoesAfterItsGracePeriod() async throws {
        let image = { (id: String) in ManagedResource(.image, key: id, name: id, app: nil, changedAt: nil) }
        // The latest successful deployment uses one, the current and failed one another.
        try await house.service.change(try house.app(known), by: Sample.caller) { settings in
            var settings = settings
            settings.systemPackages = [try SystemPackageName("tree", field: "")]
            return settings
        }
        house.host.fail("install", with: StepFailure(code: "oops", message: "It broke.", hint: "Mend it."))
        try await house.service.deploy(try house.app(known), .redeploy, by: Sample.caller)
        try await house.until(known, is: .failed)
        house.leftovers.set([image("sha256:1"), image("sha256:1+tree"), image("sha256:2")])

        #expect(try house.cleanup.list().map(\.found.id) == ["image:sha256:2"])
        let kept = try remove("image:sha256:1", "image:sha256:1+tree", "image:sha256:2").kept
        #expect(kept.count == 3 && kept.contains { $0.why.hasPrefix("An app may use it again") })
        #expect(try house.cleanup.removeHarmless(audit: house.store).removed.isEmpty)
        house.clock.advance(hours: 1.1)
        #expect(try house.cleanup.removeHarmless(audit: house.store).removed.map(\.id) == ["image:sha256:2"])
        #expect(house.leftovers.ids == ["image:sha256:1", "image:sha256:1+tree"])
    }

    private func desk() -> CleanupDesk {
        CleanupDesk(
            house.cleanup, audit: house.store, hub: house.hub,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func until(_ desk: CleanupDesk, _ holds: (CleanupDesk.View) -> Bool) async throws -> CleanupDesk.View {
        while !holds(desk.view) { try await Task.sleep(for: .milliseconds(2)) }
        return desk.view
    }

    @Test func aCleanupRunsInTheBackgroundShowsWhereItIsAndEndsWithAReceipt() async throws {
        house.leftovers.set([try thing(.network, "gone"), try thing(.container, "gone")])
        let release = house.leftovers.holdRemovals()
        let desk = desk()
        try desk.remove(["network:gone", "container:gone"], by: Sample.caller)
        #expect(desk.view.activity == .removing)
        let first = try await until(desk) { $0.progress != nil }
        #expect(first.progress == CleanupProgress(done: 0, total: 2, current: try thing(.container, "gone")))
        #expect(throws: CleanupUnderWay.self) { try desk.remove(["network:gone"], by: Sample.caller) }
        // It is followed by a search anyway.
        desk.search()
        #expect(desk.view.activity == .removing)
        release()
        _ = try await until(desk) { $0.progress?.done == 1 }
        release()
        let last = try await until(desk) { $0.activity == .idle }
        #expect(Set(last.receipt?.0.removed.map(\.id) ?? []) == ["network:gone", "container:gone"])
        #expect(last.receipt?.by == "alice" && last.found?.orphans.isEmpty == true && last.progress == nil)
        #expect(last.revision > first.revision)
    }

    @Test func aSearchThatFailsIsToldUntilTheNextBegins() async throws {
        let desk = desk()
        desk.search()
        #expect(try await until(desk) { $0.activity == .idle }.found?.orphans.isEmpty == true)
        house.leftovers.goAway()
        desk.search()
        let failed = try await until(desk) { $0.activity == .idle }
        #expect(failed.trouble is ContainerHostUnreachable && failed.found != nil)
        try desk.remove(["network:gone"], by: Sample.caller)
        #expect(try await until(desk) { $0.activity == .idle }.receipt == nil)
        #expect(desk.view.trouble is ContainerHostUnreachable)
    }

    @Test func firstSightsOutliveARestart() throws {
        let file = house.stacks.path + "/sights.json"
        let then = Date(timeIntervalSince1970: 1000)
        _ = OrphanLedger(file: file).record(["a", "b"], now: then)
        let now = Date(timeIntervalSince1970: 2000)
        #expect(OrphanLedger(file: file).record(["a", "c"], now: now) == ["a": then, "c": now])
        #expect(OrphanLedger(file: file, isReadOnly: true).record(["b"], now: now) == ["b": now])
        #expect(OrphanLedger(file: file).record(["a"], now: now) == ["a": then])
    }
}
