package import Model
package import Ports
package import Foundation
import Dispatch
import Synchronization

/// In-memory container host. Containers are healthy as soon as they are up, unless set otherwise.
package final class FakeContainerHost: ContainerHost {
    struct State {
        var containers: [AppName: ContainerObservation] = [:]
        var stacks: [Stack] = []
        var calls: [String] = []
        var failures: [String: [any Error]] = [:]
        var blocked: Set<String> = []
        var isReachable = true
        /// `observe` does not return.
        var hangs = false
        /// Number of calls of either `observe`.
        var looks = 0
        var image: [String: String]? = [:]
        var condition = ContainerObservation.Condition.healthy
        var activity: ContainerActivity?
        var output: [ContainerLine] = []
        var removedImages: Set<String> = []
        var builds: [ImageBuild] = []
        var imagelessApps: Set<AppName> = []
        /// What each app's dependencies were installed for.
        var installed: [AppName: Installed] = [:]
    }

    struct Installed: Equatable {
        let image: String
        let commit: CommitID?
        let packages: String

        init(_ stack: Stack) {
            (image, commit) = (stack.image, stack.commit)
            packages = stack.packages ?? "packages of \(stack.commit?.short ?? "")"
        }
    }

    private let state = Mutex(State())

    /// Until the body ends, `observe` does not return; then it fails.
    package func hanging(_ body: () async throws -> Void) async rethrows {
        state.withLock { ($0.hangs, $0.isReachable) = (true, false) }
        defer { state.withLock { $0.hangs = false } }
        try await body()
    }

    package var looks: Int { state.withLock { $0.looks } }

    private func look() {
        state.withLock { $0.looks += 1 }
        while state.withLock({ $0.hangs }) { usleep(2000) }
    }

    /// Environment of the base image; nil for an image that is not present.
    package func set(image: [String: String]?) { state.withLock { $0.image = image } }

    /// What containers that are started from now on show until they are changed.
    package func start(as condition: ContainerObservation.Condition) { state.withLock { $0.condition = condition } }

    package func set(activity: ContainerActivity?) { state.withLock { $0.activity = activity } }

    /// What each container that is followed from now on has written.
    package func set(output: [ContainerLine]) { state.withLock { $0.output = output } }

    package func answer(_ app: AppName, slowly: Bool = false) {
        let output = slowly ? HealthProbe.slow : ""
        state.withLock { $0.containers[app] = .init(id: .init("c"), condition: .healthy, healthOutput: output) }
    }
    /// The image with this ID is no longer present.
    package func removeImage(_ id: String) { state.withLock { _ = $0.removedImages.insert(id) } }

    package func set(reachable: Bool) { state.withLock { $0.isReachable = reachable } }

    /// The next calls of this method fail with these errors, in order.
    package func fail(_ method: String, with errors: any Error...) {
        state.withLock { $0.failures[method, default: []] += errors }
    }

    /// This method blocks until its task is cancelled, or ``unblock(_:)``.
    package func block(_ method: String) { state.withLock { _ = $0.blocked.insert(method) } }

    package func unblock(_ method: String) { state.withLock { _ = $0.blocked.remove(method) } }

    package func end(_ app: AppName, code: Int) {
        state.withLock {
            $0.containers[app] = .init(id: .init("c"), condition: .exited(code: code, outOfMemory: false))
        }
    }

    /// Removes the container from outside.
    package func vanish(_ app: AppName) { state.withLock { $0.containers[app] = nil } }

    package var calls: [String] { state.withLock { $0.calls } }
    package var builds: [ImageBuild] { state.withLock { $0.builds } }
    package var imagelessApps: Set<AppName> { state.withLock { $0.imagelessApps } }
    package var stacks: [Stack] { state.withLock { $0.stacks } }

    private func enter(_ method: String, blocks: Bool = true) async throws {
        try state.withLock { state in
            state.calls.append(method)
            if var errors = state.failures[method], !errors.isEmpty {
                defer { state.failures[method] = errors }
                throw errors.removeFirst()
            }
        }
        while blocks, state.withLock({ $0.blocked.contains(method) }) { try await Task.sleep(for: .milliseconds(2)) }
    }

    package func observe() throws -> [AppName: ContainerObservation] {
        look()
        return try state.withLock { state in
            guard state.isReachable else { throw ContainerHostUnreachable(reason: "away") }
            return state.containers.mapValues { seen in
                guard case .exited = seen.condition else { return seen }
                return ContainerObservation(id: seen.id, condition: .ended)
            }
        }
    }

    package func observe(_ app: AppName) throws -> ContainerObservation? {
        look()
        return try state.withLock { state in
            guard state.isReachable else { throw ContainerHostUnreachable(reason: "away") }
            if let error = state.failures["observe"]?.popLast() { throw error }
            return state.containers[app]
        }
    }

    package func activity(of container: ContainerID) -> ContainerActivity? { state.withLock { $0.activity } }

    package func ensureImage(
        _ reference: String, log: @escaping @Sendable (String) -> Void, progress: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        try await enter("ensureImage")
        state.withLock { $0.image = $0.image ?? [:] }
        return "sha256:1"
    }

    package func environment(ofImage reference: String) -> [String: String]? {
        state.withLock { $0.removedImages.contains(reference) ? nil : $0.image }
    }

    package func hasSystemImage(base: String, packages: [SystemPackageName], renewing: Bool) -> Bool { false }

    package func systemImage(
        base: String, packages: [SystemPackageName], renewing: Bool, log: @escaping @Sendable (String) -> Void
    ) async throws -> String {
        if renewing { log("Renewing") }
        log("Setting up \(packages.map(\.rawValue).joined(separator: " "))")
        try await enter("systemImage")
        return "\(base)+\(packages.map(\.rawValue).joined(separator: "+"))"
    }

    package func build(_ order: ImageBuild, log: @escaping @Sendable (String) -> Void) async throws -> String {
        state.withLock { $0.builds.append(order) }
        try await enter("build")
        return "sha256:built-\(order.commit?.short ?? "")"
    }

    package func hasBuilt(_ order: ImageBuild) -> Bool { false }

    package func isBuilt(_ image: String, of app: AppName) -> Bool { image.hasPrefix("sha256:built-") }

    package func removeImages(of app: AppName) { state.withLock { _ = $0.imagelessApps.insert(app) } }

    package func isInstalled(_ stack: Stack) -> Bool { state.withLock { $0.installed[stack.app] == Installed(stack) } }

    package func install(_ stack: Stack, log: @escaping @Sendable (String) -> Void) async throws {
        log("installing")
        try await enter("install", blocks: !isInstalled(stack))
        state.withLock { $0.installed[stack.app] = Installed(stack) }
    }

    package func installedPackages(of app: AppName) -> String? { state.withLock { $0.installed[app]?.packages } }

    package func sharedBytes(of app: AppName) -> Int64 { 0 }

    package func up(_ stack: Stack) async throws {
        state.withLock { $0.stacks.append(stack) }
        try await enter("up")
        state.withLock { $0.containers[stack.app] = .init(id: .init("c"), condition: $0.condition) }
    }

    package func stop(_ app: AppName) async throws {
        try await enter("stop")
        end(app, code: 0)
    }

    /// Not recorded in ``calls``: the reconciler calls it at its own times.
    package func ensureIsolation() {}

    package func down(_ app: AppName) async throws -> (containers: Int, networks: Int) {
        try await enter("down")
        return state.withLock { ($0.containers.removeValue(forKey: app) == nil ? 0 : 1, 1) }
    }

    package func follow(
        _ container: ContainerID, since: Date?, line: @escaping @Sendable (ContainerLine) -> Void,
        ended: @escaping @Sendable () -> Void
    ) {
        for written in state.withLock({ $0.output }) where since.map({ written.time > $0 }) ?? true { line(written) }
        ended()
    }

    package func watch(_ onChange: @escaping @Sendable (AppName?) -> Void) {}
}

/// Git source that returns the given commits, newest last.
package final class FakeRepositorySource: RepositorySource {
    struct State {
        var newest = Sample.commit
        var failures: [any Error] = []
        var orders: [FetchOrder] = []
        var kept: KeptFiles?
    }

    private let state = Mutex(State())

    package func publish(_ commit: CommitID) { state.withLock { $0.newest = commit } }
    package func fail(with error: any Error) { state.withLock { $0.failures.append(error) } }
    package var orders: [FetchOrder] { state.withLock { $0.orders } }
    /// What each fetch from now on has moved aside.
    package func keep(_ files: KeptFiles?) { state.withLock { $0.kept = files } }

    package func fetch(_ order: FetchOrder, progress: @escaping @Sendable (FetchProgress) -> Void) async throws
        -> FetchedRepository
    {
        try state.withLock { state in
            state.orders.append(order)
            if !state.failures.isEmpty { throw state.failures.removeFirst() }
            var fetched = FetchedRepository(commit: order.commit ?? state.newest)
            fetched.kept = state.kept
            return fetched
        }
    }
}

/// Docker resources set by the test.
package final class FakeLeftoverHost: LeftoverHost {
    private let things = Mutex<[ManagedResource]>([])
    private let stuck = Mutex<Set<String>>([])
    private let unreachable = Mutex(false)
    private let gate = Mutex<DispatchSemaphore?>(nil)

    package func set(_ given: [ManagedResource]) { things.withLock { $0 = given } }
    /// `remove` reports success for this resource but keeps it.
    package func stick(_ id: String) { stuck.withLock { _ = $0.insert(id) } }
    package var ids: Set<String> { things.withLock { Set($0.map(\.id)) } }
    package func goAway() { unreachable.withLock { $0 = true } }
    /// `remove` waits until the returned function is called, once for each resource.
    package func holdRemovals() -> @Sendable () -> Void {
        let semaphore = DispatchSemaphore(value: 0)
        gate.withLock { $0 = semaphore }
        return { semaphore.signal() }
    }

    package func labelled() throws -> [ManagedResource] {
        if unreachable.withLock({ $0 }) { throw ContainerHostUnreachable(reason: "it went away") }
        return things.withLock { $0 }
    }
    package func bytes(of found: [ManagedResource]) -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: found.filter { $0.kind != .network }.map { ($0.id, 4096) })
    }

    package func remove(_ found: ManagedResource) -> String? {
        gate.withLock { $0 }?.wait()
        if !stuck.withLock({ $0.contains(found.id) }) { things.withLock { $0.removeAll { $0 == found } } }
        return nil
    }
}

package struct FakeGPUInventory: GPUInventory {
    let cards: [GPU]
    let driver: String?

    package func read() async throws -> GPUReading { GPUReading(gpus: cards, driver: driver) }
}

/// Manually advanced clock on top of real time.
package final class HandClock: Sendable {
    private struct Ahead {
        var passed = 0.0
        var set = 0.0
    }

    private let ahead = Mutex(Ahead())

    package var now: Date { Date.now.addingTimeInterval(ahead.withLock { $0.passed + $0.set }) }
    package var uptime: ContinuousClock.Instant { .now.advanced(by: .seconds(ahead.withLock { $0.passed })) }

    /// Advances both clocks.
    package func advance(hours: Double) { ahead.withLock { $0.passed += hours * 3600 } }

    /// Changes the wall clock only.
    package func set(ahead hours: Double) { ahead.withLock { $0.set += hours * 3600 } }
}

/// Returns the container counters set by the test.
package final class FakeUsageSource: UsageSource {
    private let counters = Mutex<[ContainerID: UsageCounters]>([:])

    package func set(_ given: [ContainerID: UsageCounters]) { counters.withLock { $0 = given } }

    package func counters(of containers: Set<ContainerID>) -> [ContainerID: UsageCounters] {
        counters.withLock { $0.filter { containers.contains($0.key) } }
    }

    package func hostCounters() -> UsageCounters { UsageCounters(cpu: 0, memory: 1 << 30) }
}
