@testable import Model
@testable import Operations
@testable import Platform
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProvisioningQueueTests {
    /// Blocks jobs until released, and records their order.
    private final class Stage: Sendable {
        private let state = Mutex<(started: [String], open: Set<String>)>(([], []))

        var started: [String] { state.withLock { $0.started } }
        func open(_ name: String) { state.withLock { _ = $0.open.insert(name) } }

        func job(_ app: String, owner: String = "alice", quick: Bool = false, as label: String? = nil) throws
            -> ProvisioningQueue.Job
        {
            let label = label ?? app
            return .init(app: try AppName(app), owner: owner, isQuick: quick) { [self] in
                state.withLock { $0.started.append(label) }
                while !Task.isCancelled, !state.withLock({ $0.open.contains(label) }) {
                    try? await Task.sleep(for: .milliseconds(2))
                }
            }
        }

        func until(_ condition: (Stage) -> Bool) async throws {
            while !condition(self) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private let stage = Stage()

    @Test func runsNoMoreThanItsWidthAtOnce() async throws {
        let queue = ProvisioningQueue(width: 2)
        for name in ["a", "b", "c"] { queue.submit(try stage.job(name)) }
        try await stage.until { $0.started.count == 2 }
        #expect(stage.started.sorted() == ["a", "b"])
        stage.open("a")
        try await stage.until { $0.started.contains("c") }
        await queue.close()
    }

    @Test func oneJobPerAppInTheirOrder() async throws {
        let queue = ProvisioningQueue(width: 4)
        queue.submit(try stage.job("a", as: "first"))
        queue.submit(try stage.job("a", as: "second"))
        queue.submit(try stage.job("b"))
        try await stage.until { $0.started.contains("b") }
        #expect(!stage.started.contains("second"))
        stage.open("first")
        try await stage.until { $0.started.contains("second") }
        await queue.close()
    }

    @Test func anOwnerWithFewerRunningComesFirst() async throws {
        let queue = ProvisioningQueue(width: 2)
        for name in ["a1", "a2", "a3"] { queue.submit(try stage.job(name)) }
        queue.submit(try stage.job("b1", owner: "bob"))
        try await stage.until { $0.started.count == 2 }
        stage.open("a1")
        try await stage.until { $0.started.count == 3 }
        #expect(stage.started.last == "b1")
        await queue.close()
    }

    @Test func aQuickJobDoesNotWaitForAPlace() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a"))
        queue.submit(try stage.job("b", quick: true))
        try await stage.until { $0.started.contains("b") }
        await queue.close()
    }

    @Test func cancellingEndsTheRunningJobAndDropsTheWaitingOnes() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a", as: "first"))
        queue.submit(try stage.job("a", as: "second"))
        try await stage.until { !$0.started.isEmpty }
        queue.cancel(try AppName("a"))
        queue.submit(try stage.job("a", as: "third"))
        try await stage.until { $0.started.count == 2 }
        #expect(stage.started == ["first", "third"])
        await queue.close()
    }

    @Test func aJobThatLeavesItsPlaceLetsTheNextOneStart() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a"))
        queue.submit(try stage.job("b"))
        queue.submit(try stage.job("c"))
        try await stage.until { $0.started == ["a"] }
        queue.leavePlace(try AppName("a"))
        try await stage.until { $0.started == ["a", "b"] }
        // It did not leave a second place behind.
        stage.open("a")
        while queue.isBusy(try AppName("a")) { try await Task.sleep(for: .milliseconds(2)) }
        #expect(stage.started == ["a", "b"])
        await queue.close()
    }

    @Test func aJobThatLeftItsPlaceIsStillItsAppsOnlyOne() async throws {
        let queue = ProvisioningQueue(width: 2)
        queue.submit(try stage.job("a", as: "first"))
        try await stage.until { $0.started == ["first"] }
        queue.leavePlace(try AppName("a"))
        queue.submit(try stage.job("a", as: "second"))
        queue.submit(try stage.job("b"))
        try await stage.until { $0.started == ["first", "b"] }
        stage.open("first")
        try await stage.until { $0.started == ["first", "b", "second"] }
        await queue.close()
    }

    @Test func aJobThatLeftItsPlaceCanStillBeCancelled() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a", as: "first"))
        try await stage.until { $0.started == ["first"] }
        queue.leavePlace(try AppName("a"))
        queue.cancel(try AppName("a"))
        queue.submit(try stage.job("a", as: "second"))
        try await stage.until { $0.started == ["first", "second"] }
        await queue.close()
    }

    @Test func anOwnerWhoseJobsLeftTheirPlacesIsNotBehind() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a1"))
        try await stage.until { $0.started == ["a1"] }
        queue.submit(try stage.job("a2"))
        queue.submit(try stage.job("b1", owner: "bob"))
        queue.leavePlace(try AppName("a1"))
        try await stage.until { $0.started == ["a1", "a2"] }
        await queue.close()
    }

    @Test func closingWaitsForAJobThatLeftItsPlace() async throws {
        let queue = ProvisioningQueue(width: 1)
        let ended = Mutex(false)
        queue.submit(
            .init(app: try AppName("a"), owner: "alice") {
                queue.leavePlace(try! AppName("a"))
                try? await Task.sleep(for: .seconds(600))
                ended.withLock { $0 = true }
            })
        while !queue.isBusy(try AppName("a")) { try await Task.sleep(for: .milliseconds(2)) }
        await queue.close()
        #expect(ended.withLock { $0 })
    }

    @Test func closingTakesNothingMore() async throws {
        let queue = ProvisioningQueue(width: 1)
        queue.submit(try stage.job("a"))
        await queue.close()
        queue.submit(try stage.job("b"))
        for name in ["a", "b"] { #expect(!queue.isBusy(try AppName(name))) }
    }
}

@Suite(.timeLimit(.minutes(5))) struct TimeLimitTests {
    @Test func whatTakesTooLongIsCancelled() async {
        await #expect(throws: TimeLimitReached.self) {
            try await withTimeLimit(.milliseconds(20)) { try await Task.sleep(for: .seconds(600)) }
        }
    }

    @Test func whatIsQuickGivesItsResult() async throws {
        #expect(try await withTimeLimit(.seconds(60)) { 7 } == 7)
    }
}
