import AppHarness
import ControlCenter
import LiveState
import Operations
import SQLiteStore
import Testing

@testable import Model
@testable import Ports

@Suite(.timeLimit(.minutes(5))) struct JobSubmitterTests {
    private static let bob = Caller(user: "bob", role: .operator, address: "192.0.2.2")

    private let house: AppHarness
    private let name: AppName

    init() async throws {
        house = try AppHarness()
        name = try await house.running("demo")
    }

    private func requestStop() async throws -> App {
        let app = try house.app(name)
        try await house.registry.request(.stopRequested, of: app, desired: .stopped, by: Sample.caller).stored()
        return app
    }

    /// The stop is stored, then somebody else's removal, and only then does the stop reach the queue.
    @Test func aStopThatComesLateDropsNoRemoval() async throws {
        house.host.block("down")
        let app = try await requestStop()
        try await house.service.remove(app, by: Self.bob)
        while !house.host.calls.contains("down") { try await Task.sleep(for: .milliseconds(2)) }
        house.jobs.interrupt(app)
        house.host.unblock("down")
        try await house.untilGone(name)
        let entry = try #require(try house.store.entries(AuditQuery(action: "removed")).first)
        #expect(entry.actor == "bob" && entry.app == "demo")
        // It was not even cancelled.
        #expect(house.host.calls.filter { $0 == "down" }.count == 1)
    }

    /// As above, but the removal has not begun either.
    @Test func aRemovalThatWaitsForAJobIsCarriedOutInItsUsersName() async throws {
        let app = try await requestStop()
        try await house.registry.request(.removeRequested, of: app, desired: .removed, by: Self.bob).stored()
        house.jobs.interrupt(app)
        try await house.untilGone(name)
        #expect(try house.store.entries(AuditQuery(action: "removed")).map(\.actor) == ["bob"])
        #expect(!house.host.calls.contains("stop"))
    }

    @Test func aStopThatComesLateStopsNoLaterStart() async throws {
        let app = try await requestStop()
        // The reconciler found the request, and carried it out.
        try house.jobs.resume([try house.app(name)])
        try await house.until(name, is: .stopped)
        house.host.block("up")
        try await house.service.deploy(try house.app(name), .start, by: Self.bob)
        while house.host.calls.filter({ $0 == "up" }).count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        house.jobs.interrupt(app)
        house.host.unblock("up")
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.outcome == .succeeded)
        #expect(house.host.calls.filter { $0 == "up" }.count == 2)
    }
}
