import AppHarness
import Foundation
import LiveState
import Operations
import SQLiteStore
import Synchronization
import Testing

@testable import Model
@testable import Ports

/// What cannot be stored now is stored later: no app stays as it is.
@Suite(.timeLimit(.minutes(5))) struct StoreTroubleTests {
    /// Another program that holds the database's lock.
    private final class Intruder: Sendable {
        private struct Undone: Error {}
        private let leaves = DispatchSemaphore(value: 0)

        /// Returns once it holds the lock.
        init(path: String) throws {
            let store = try SQLiteStore(path: path, box: SecretBox(), ports: 26_000...26_099)
            let holds = DispatchSemaphore(value: 0)
            let request = NewApp(name: try AppName("intruder"), settings: try Sample.settings())
            Thread.detachNewThread { [leaves] in
                _ = try? store.transaction(synced: false) { transaction -> Void in
                    _ = try transaction.add(request, key: nil, by: Sample.caller)
                    holds.signal()
                    leaves.wait()
                    throw Undone()
                }
            }
            holds.wait()
        }

        func leave() { leaves.signal() }
    }

    private let folder: ScratchFolder
    private let path: String
    private let house: AppHarness

    init() throws {
        folder = try ScratchFolder()
        path = folder.path + "/dcc.db"
        house = try AppHarness(path: path)
    }

    @Test func anAppThatCouldNotBeStartedAgainIsStartedAtTheNextLook() async throws {
        let name = try await house.running("demo")
        house.host.set(reachable: false)
        house.reconciler.notify(nil)
        try await house.until(name, is: .unknown)
        house.host.end(name, code: 255)
        let intruder = try Intruder(path: path)
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        // Longer than a write waits for the lock.
        try await Task.sleep(for: .seconds(3))
        intruder.leave()
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.requestedBy == "system")
        #expect(house.registry.newestDeployment(of: name)?.reason == .start)
    }

    @Test func aDeploymentThatMeetsALockedDatabaseIsResumed() async throws {
        house.host.block("up")
        let name = try await house.add("demo")
        try await house.until(name, showing: .starting)
        while !house.host.calls.contains("up") { try await Task.sleep(for: .milliseconds(2)) }
        let intruder = try Intruder(path: path)
        house.host.unblock("up")
        // Longer than a write waits for the lock.
        while house.queue.isBusy(name) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try house.app(name).state == .starting)
        intruder.leave()
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
        #expect(house.registry.newestDeployment(of: name)?.outcome == .succeeded)
        #expect(try house.store.deployments(of: house.app(name).id, limit: 5).count == 1)
    }
}
