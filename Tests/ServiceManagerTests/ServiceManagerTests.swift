import Glibc
import Synchronization
import Testing

@testable import ServiceManager

/// Stands in for systemd: the datagram socket that receives a service's messages.
private final class ListeningManager: Sendable {
    let address = "@dcc-notify-\(UInt64.random(in: 0...UInt64.max))"
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { path in
            path.copyBytes(from: address.utf8)
            path[0] = 0
        }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + address.utf8.count)
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in bind(descriptor, $0, size) }
        }
        try #require(bound == 0)
    }

    deinit { close(descriptor) }

    /// Messages received since the last call.
    func heard() -> [String] {
        var told: [String] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while case let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)), count > 0 {
            told.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return told
    }
}

@Suite struct ServiceManagerTests {
    private let process = String(getpid())

    @Test func aServiceStartedByHandHasNeitherSocketNorWatchdog() throws {
        let manager = try ServiceManager(environment: [:])
        #expect(manager.socket == nil && manager.patience == nil)
        manager.tellReady()
    }

    @Test func theSocketThatWasHandedOverIsTheFirstDescriptor() throws {
        #expect(try ServiceManager(environment: ["LISTEN_PID": process, "LISTEN_FDS": "1"]).socket == 3)
        #expect(try ServiceManager(environment: ["LISTEN_PID": process, "LISTEN_FDS": "0"]).socket == nil)
    }

    @Test func whatIsMeantForAnotherProcessIsLeftAlone() throws {
        let manager = try ServiceManager(environment: [
            "LISTEN_PID": "1", "LISTEN_FDS": "1", "WATCHDOG_PID": "1", "WATCHDOG_USEC": "1000000",
        ])
        #expect(manager.socket == nil && manager.patience == nil)
    }

    @Test func severalSocketsAreRefused() {
        #expect(throws: TooManySockets.self) {
            try ServiceManager(environment: ["LISTEN_PID": process, "LISTEN_FDS": "2"])
        }
    }

    @Test func readinessAndTheEndAreToldInADatagramEach() throws {
        let listening = try ListeningManager()
        let manager = try ServiceManager(environment: ["NOTIFY_SOCKET": listening.address])
        manager.tellReady()
        manager.tellStopping()
        #expect(listening.heard() == ["READY=1", "STOPPING=1"])
    }

    @Test(.timeLimit(.minutes(1))) func aliveIsToldAgainAndAgainWhileTheServiceProvesIt() async throws {
        let listening = try ListeningManager()
        let manager = try ServiceManager(environment: [
            "NOTIFY_SOCKET": listening.address, "WATCHDOG_PID": process, "WATCHDOG_USEC": "90000",
        ])
        let proofs = Mutex(0)
        manager.keepAlive { alive in
            let isStuck = proofs.withLock { count in
                count += 1
                return count > 4
            }
            if !isStuck { alive() }
        }
        while proofs.withLock({ $0 }) <= 4 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(listening.heard() == Array(repeating: "WATCHDOG=1", count: 4))

        try await Task.sleep(for: .milliseconds(200))
        #expect(listening.heard().isEmpty)
    }

    @Test func whereNobodyWatchesNothingIsProved() throws {
        let manager = try ServiceManager(environment: [:])
        manager.keepAlive { _ in Issue.record("asked for a proof") }
    }
}
