@testable import Model
@testable import Operations
@testable import Platform
import AppHarness
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProvisioningQueueTests {
    /// Blocks jobs until released, and records their order.
    private final class Stage: Sendable {
        private static let purpose = (try? Sample.app(state: .queued)).flatMap(JobPurpose.init)
        private let state = Mutex<(started: [String], open: Set<String>, cancelled: [String])>(([], [], []))

        /// Those that have a slot, if they need one.
        var started: [String] { state.withLock { $0.started } }
        /// Those that were cancelled before they got a slot.
        var cancelled: [String] { state.withLock { $0.cancelled } }
        func open(_ name: String) { state.withLock { _ = $0.open.insert(name) } }

        func submit(
            _ app: String, to queue: ProvisioningQueue, owner: String = "alice", in kinds: SlotQueue.Kind?...,
            as label: String? = nil
        ) throws {
            let (label, name) = (label ?? app, try AppName(app))
            queue.submit(
                .init(app: name) {
                    Self.purpose
                } work: { [self] _ in
                    for kind in kinds {
                        do {
                            guard let kind else { continue }
                            try await queue.takeSlot(.init(app: name, owner: owner, kind: kind)) {}
                        } catch {
                            return state.withLock { $0.cancelled.append(label) }
                        }
                    }
                    state.withLock { $0.started.append(label) }
                    while !Task.isCancelled, !state.withLock({ $0.open.contains(label) }) {
                        try? await Task.sleep(for: .milliseconds(2))
                    }
                })
        }

        func until(_ condition: (Stage) -> Bool) async throws {
            while !condition(self) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private let stage = Stage()
    private let queue = ProvisioningQueue(slots: [.clone: 1, .install: 1, .start: 1])

    private func until(isFree name: String) async throws {
        while queue.isBusy(try AppName(name)) { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func oneJobPerAppInTheirOrder() async throws {
        try stage.submit("a", to: queue, in: .install, as: "first")
        try stage.submit("a", to: queue, in: nil, as: "second")
        try stage.submit("b", to: queue, in: .start)
        try await stage.until { $0.started.contains("b") }
        #expect(!stage.started.contains("second"))
        stage.open("first")
        try await stage.until { $0.started.contains("second") }
        await queue.close()
    }

    @Test func slotsOfOneKindDoNotKeepAnotherWaiting() async throws {
        for number in 0..<10 { try stage.submit("install-\(number)", to: queue, in: .install) }
        try await stage.until { !$0.started.isEmpty }
        try stage.submit("restart", to: queue, in: .start)
        try await stage.until { $0.started.contains("restart") }
        #expect(stage.started.count == 2)
        await queue.close()
    }

    @Test func whatNeedsNoSlotDoesNotWait() async throws {
        for name in ["a", "b"] { try stage.submit(name, to: queue, in: .install) }
        try stage.submit("c", to: queue, in: nil)
        try await stage.until { $0.started.contains("c") }
        await queue.close()
    }

    @Test func aSlotIsGivenBackForOneOfAnotherKind() async throws {
        try stage.submit("a", to: queue, in: .clone, .install)
        try await stage.until { $0.started == ["a"] }
        try stage.submit("b", to: queue, in: .clone)
        try await stage.until { $0.started == ["a", "b"] }
        await queue.close()
    }

    @Test func aSlotIsFreeOnceItsJobEnds() async throws {
        try stage.submit("a", to: queue, in: .install)
        try await stage.until { $0.started == ["a"] }
        try stage.submit("b", to: queue, in: .install)
        stage.open("a")
        try await stage.until { $0.started == ["a", "b"] }
        await queue.close()
    }

    @Test func aJobThatLeavesItsSlotLetsTheNextOneGoOn() async throws {
        try stage.submit("a", to: queue, in: .install)
        try await stage.until { $0.started == ["a"] }
        try stage.submit("b", to: queue, in: .install)
        queue.leaveSlot(try AppName("a"))
        try await stage.until { $0.started == ["a", "b"] }
        // It did not leave a second slot behind.
        try stage.submit("c", to: queue, in: .install)
        stage.open("a")
        try await until(isFree: "a")
        #expect(stage.started == ["a", "b"])
        await queue.close()
    }

    @Test func aJobThatWaitsForASlotCanBeCancelledAtOnce() async throws {
        for name in ["a", "b", "c"] { try stage.submit(name, to: queue, in: .install) }
        try await stage.until { $0.started == ["a"] }
        queue.cancel(try AppName("b"))
        try await until(isFree: "b")
        #expect(stage.cancelled == ["b"])
        stage.open("a")
        try await stage.until { $0.started == ["a", "c"] }
        await queue.close()
    }

    /// Each job gives its slot to the next one, which may just be cancelled. Swift's runtime locks a task while it is
    /// cancelled and while it is resumed: the queue must hold no lock of its own then.
    @Test func slotsThatComeFreeWhileAllIsCancelledBlockNobody() async throws {
        let names = (0..<60).map { "a-\($0)" }
        for name in names { stage.open(name) }
        for round in 0..<100 {
            let queue = ProvisioningQueue(slots: [.install: 1])
            try stage.submit("first", to: queue, in: .install, as: "first-\(round)")
            try await stage.until { $0.started.contains("first-\(round)") }
            for name in names { try stage.submit(name, to: queue, in: .install) }
            try await Task.sleep(for: .milliseconds(3))
            queue.leaveSlot(try AppName("first"))
            await queue.close()
        }
    }

    @Test func cancellingEndsTheRunningJobAndDropsThePendingOnes() async throws {
        try stage.submit("a", to: queue, in: .install, as: "first")
        try stage.submit("a", to: queue, in: .install, as: "second")
        try await stage.until { !$0.started.isEmpty }
        queue.cancel(try AppName("a"))
        try stage.submit("a", to: queue, in: nil, as: "third")
        try await stage.until { $0.started.count == 2 }
        #expect(stage.started == ["first", "third"])
        await queue.close()
    }

    @Test func closingEndsThoseThatWorkAndThoseThatWait() async throws {
        for name in ["a", "b"] { try stage.submit(name, to: queue, in: .install) }
        try await stage.until { $0.started == ["a"] }
        await queue.close()
        try stage.submit("c", to: queue, in: nil)
        for name in ["a", "b", "c"] { #expect(!queue.isBusy(try AppName(name))) }
        #expect(stage.started == ["a"] && stage.cancelled == ["b"])
    }

    /// Whoever is cancelled just when a slot is granted must neither keep it nor lose its wake-up.
    @Test func cancellingAtAnyMomentLosesNoSlot() async throws {
        let names = (0..<200).map { "app-\($0)" }
        for name in names {
            try stage.submit(name, to: queue, in: .clone, .install, .start)
            stage.open(name)
        }
        for name in names where name.hasSuffix("3") || name.hasSuffix("7") { queue.cancel(try AppName(name)) }
        for name in names { try await until(isFree: name) }
        #expect(Set(stage.started + stage.cancelled) == Set(names))
        for kind in SlotQueue.Kind.allCases { try stage.submit("last-\(kind)", to: queue, in: kind) }
        try await stage.until { Set($0.started).isSuperset(of: ["last-clone", "last-install", "last-start"]) }
        await queue.close()
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
