import Dispatch
import Synchronization

/// Runs work again and again, one run after another, on a Dispatch queue of its own, until it is stopped or released.
/// Work that fails is tried again sooner, with growing delays.
package final class Periodic: Sendable {
    /// Calls its second argument once after the first.
    package typealias Timer = @Sendable (Duration, @escaping @Sendable () -> Void) -> Void

    fileprivate enum State {
        /// Told apart by a number, so that a timer of an earlier start does nothing.
        case started(Int)
        case stopped(Int)
    }

    private let interval: @Sendable () -> Duration
    private let backoff: Backoff
    private let executor: DispatchQueueExecutor
    private let timer: Timer
    private let state = Mutex(State.stopped(0))

    /// - Parameters:
    ///   - label: of the queue.
    ///   - interval: time from the end of a run that succeeded to the next.
    ///   - backoff: times after runs that failed; nil for growing ones up to 30 s, and no longer than `interval`.
    ///   - timer: replaced in tests.
    package init(
        label: String, every interval: @autoclosure @escaping @Sendable () -> Duration, backoff: Backoff? = nil,
        timer: @escaping Timer = Periodic.dispatch
    ) {
        self.interval = interval
        self.backoff = backoff ?? Backoff(first: .seconds(1), longest: min(interval(), .seconds(30)))
        executor = DispatchQueueExecutor(label: label, qos: .utility)
        self.timer = timer
    }

    deinit { stop() }

    /// - Parameters:
    ///   - immediately: whether the first run begins now instead of after one interval.
    ///   - body: may block; logs its errors itself.
    package func start(immediately: Bool = false, _ body: @escaping @Sendable () async throws -> Void) {
        let number = state.withLock { state in
            let next = state.number + 1
            state = .started(next)
            return next
        }
        if immediately { run(number, failures: 0, body) } else { wait(number, failures: 0, body) }
    }

    /// A run that has begun ends; no other follows.
    package func stop() {
        state.withLock { $0 = .stopped($0.number) }
    }

    private func wait(_ number: Int, failures: Int, _ body: @escaping @Sendable () async throws -> Void) {
        timer(failures == 0 ? interval() : backoff.delay(after: failures)) { [weak self] in
            self?.run(number, failures: failures, body)
        }
    }

    private func run(_ number: Int, failures: Int, _ body: @escaping @Sendable () async throws -> Void) {
        guard state.withLock({ $0.isStarted(number) }) else { return }
        Task(executorPreference: executor) { [weak self] in
            do {
                try await body()
                self?.wait(number, failures: 0, body)
            } catch {
                self?.wait(number, failures: failures + 1, body)
            }
        }
    }

    /// Real time.
    package static let dispatch: Timer = { time, run in
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + time / .seconds(1), execute: run)
    }
}

extension Periodic.State {
    fileprivate var number: Int {
        switch self {
        case .started(let number), .stopped(let number): number
        }
    }

    fileprivate func isStarted(_ number: Int) -> Bool {
        if case .started(number) = self { true } else { false }
    }
}
