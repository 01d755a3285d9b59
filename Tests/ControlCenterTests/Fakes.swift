import Foundation
import Synchronization

@testable import ControlCenter

/// A stand-in for the container host, at the port that the design names. Containers are healthy once they are up.
final class FakeContainerHost: ContainerHost {
    struct State {
        var containers: [AppName: ContainerObservation] = [:]
        var stacks: [Stack] = []
        var calls: [String] = []
        var failures: [String: [any Error]] = [:]
        var blocked: Set<String> = []
        var isReachable = true
    }

    private let state = Mutex(State())

    func set(reachable: Bool) { state.withLock { $0.isReachable = reachable } }

    /// The next calls of this method fail with these errors, one after the other.
    func fail(_ method: String, with errors: any Error...) {
        state.withLock { $0.failures[method, default: []] += errors }
    }

    /// This method does not return until its task is cancelled.
    func block(_ method: String) { state.withLock { _ = $0.blocked.insert(method) } }

    func end(_ app: AppName, code: Int) {
        state.withLock {
            $0.containers[app] = .init(id: .init("c"), condition: .exited(code: code, outOfMemory: false))
        }
    }

    var calls: [String] { state.withLock { $0.calls } }
    var stacks: [Stack] { state.withLock { $0.stacks } }

    private func enter(_ method: String) async throws {
        let blocks = try state.withLock { state in
            state.calls.append(method)
            if var errors = state.failures[method], !errors.isEmpty {
                defer { state.failures[method] = errors }
                throw errors.removeFirst()
            }
            return state.blocked.contains(method)
        }
        if blocks { try await Task.sleep(for: .seconds(3600)) }
    }

    func observe() throws -> [AppName: ContainerObservation] {
        try state.withLock { state in
            guard state.isReachable else { throw ContainerHostUnreachable(reason: "away") }
            return state.containers
        }
    }

    func observe(_ app: AppName) throws -> ContainerObservation? { try observe()[app] }

    func ensureImage(_ reference: String, log: @escaping @Sendable (String) -> Void) async throws -> String {
        try await enter("ensureImage")
        return "sha256:1"
    }

    func write(_ stack: Stack) throws { state.withLock { $0.stacks.append(stack) } }

    func install(_ app: AppName, log: @escaping @Sendable (String) -> Void) async throws {
        log("installing")
        try await enter("install")
    }

    func up(_ app: AppName) async throws {
        try await enter("up")
        state.withLock { $0.containers[app] = .init(id: .init("c"), condition: .healthy) }
    }

    func stop(_ app: AppName) async throws {
        try await enter("stop")
        end(app, code: 0)
    }

    /// Not among the ``calls``: the reconciler makes it at moments of its own.
    func closeFence() {}

    func down(_ app: AppName) async throws -> (containers: Int, networks: Int) {
        try await enter("down")
        return state.withLock { ($0.containers.removeValue(forKey: app) == nil ? 0 : 1, 1) }
    }

    func follow(
        _ container: ContainerID, since: Date?, line: @escaping @Sendable (ContainerLine) -> Void,
        ended: @escaping @Sendable () -> Void
    ) { ended() }

    func watch(_ doorbell: @escaping @Sendable (AppName?) -> Void) {}
}

/// A stand-in for the Git source: hands out the commits it was given, newest last.
final class FakeRepositorySource: RepositorySource {
    private let state = Mutex<(newest: CommitID, failures: [any Error], orders: [FetchOrder])>((Sample.commit, [], []))

    func publish(_ commit: CommitID) { state.withLock { $0.newest = commit } }
    func fail(with error: any Error) { state.withLock { $0.failures.append(error) } }
    var orders: [FetchOrder] { state.withLock { $0.orders } }

    func fetch(_ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void) async throws -> CommitID {
        try state.withLock { state in
            state.orders.append(order)
            if !state.failures.isEmpty { throw state.failures.removeFirst() }
            return order.commit ?? state.newest
        }
    }
}

struct FakeGPUInventory: GPUInventory {
    let cards: [GPU]
    func gpus() async throws -> [GPU] { cards }
}
