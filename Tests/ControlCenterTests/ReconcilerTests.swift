import ControlCenter
import AppHarness
@testable import Model
import Operations
import Testing

@Suite(.timeLimit(.minutes(5))) struct ReconcilerTests {
    private func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func whileDockerHangsManyEventsLeadToFewLooks() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let others = try (1...30).map { try AppName("app-\($0)") }
        let before = house.host.looks
        try await house.host.hanging {
            house.reconciler.notify(name)
            try await until { house.host.looks > before }
            for other in others { house.reconciler.notify(other) }
        }
        try await house.until(name, is: .unknown)
        // The one that found out, the one that made sure, and some by the clock.
        #expect(house.host.looks < before + 10)
        house.host.set(reachable: true)
        house.reconciler.notify(nil)
        try await house.until(name, is: .running)
    }

    @Test func eventsThatArriveDuringALookLeadToOneMore() async throws {
        let house = try AppHarness()
        let name = try await house.running("demo")
        let before = house.host.looks
        try await house.host.hanging {
            house.reconciler.notify(name)
            try await until { house.host.looks > before }
            for _ in 1...30 { house.reconciler.notify(name) }
            house.host.set(reachable: true)
        }
        house.host.end(name, code: 1)
        house.reconciler.notify(nil)
        try await house.until(name, is: .failed)
        #expect(house.host.looks < before + 10)
    }
}
