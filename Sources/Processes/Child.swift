import Dispatch
import CLinux
import Platform
import Glibc
import Synchronization

/// A child process from its start until it is reaped.
///
/// It stays a zombie until ``reap()``: its number, which is its group's too, belongs to nobody else for as long as
/// somebody may send it a signal.
final class Child: Sendable {
    private struct State {
        var hasEnded = false
        var isReaped = false
        var isBeingEnded = false
        var isKilled = false
        var isOverdue = false
        var isLeftBehind = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    /// Where all children's events arrive. No handler waits for anything.
    static let queue = DispatchQueue(label: "dcc.processes")
    /// How long a killed child has to end, and how long after its end somebody else may have its output open.
    private static let grace = DispatchTimeInterval.milliseconds(500)

    let output: ChildOutput?
    let errors: ChildOutput?
    let pid: pid_t
    private let sendSignal: @Sendable (pid_t, Int32) -> Void
    private let ending: Command.Ending
    private let leftBehind: LeftBehind?
    private let state = Mutex(State())

    /// - Parameter pid: of a child that nobody else waits for.
    init(
        pid: pid_t, output: ChildOutput?, errors: ChildOutput?, of command: Command,
        kill: @escaping @Sendable (pid_t, Int32) -> Void
    ) {
        self.pid = pid
        sendSignal = kill
        self.output = output
        self.errors = errors
        ending = command.ending
        leftBehind = command.leftBehind
        watch()
        guard let limit = command.limit else { return }
        Self.queue.asyncAfter(deadline: .now() + limit.dispatchInterval) { [weak self] in self?.end(isOverdue: true) }
    }

    /// True if it was ended because it ran for too long.
    var isOverdue: Bool { state.withLock { $0.isOverdue } }

    /// Returns once it has ended, or was left behind.
    func untilEnded() async {
        await withCheckedContinuation { waiting in
            let isOver = state.withLock { state in
                let isOver = state.hasEnded || state.isLeftBehind
                if !isOver { state.waiting = waiting }
                return isOver
            }
            if isOver { waiting.resume() }
        }
    }

    /// Ends it as its command says. May be called at any time, and more than once.
    func end(isOverdue: Bool = false) {
        let (isFirst, hasEnded) = state.withLock { state in
            defer { state.isBeingEnded = true }
            if !state.isBeingEnded, !state.hasEnded { state.isOverdue = isOverdue }
            return (!state.isBeingEnded, state.hasEnded)
        }
        guard isFirst else { return }
        switch ending {
        case _ where hasEnded: kill()
        case .atOnce: kill()
        case .afterAsking(let time), .afterAskingItAlone(let time):
            send(SIGTERM)
            Self.queue.asyncAfter(deadline: .now() + time.dispatchInterval) { [weak self] in self?.kill() }
        }
    }

    /// Ends its life as a zombie, and with it what is left of its group if it was ended itself.
    /// - Returns: nil if it has not ended and was left behind.
    func reap() -> TerminationStatus? {
        state.withLock { state in
            guard state.hasEnded, !state.isReaped else { return nil }
            if state.isBeingEnded { sendSignal(target, SIGKILL) }
            var status: Int32 = 0
            var reaped: pid_t
            repeat { reaped = waitpid(pid, &status, 0) } while reaped < 0 && errno == EINTR
            state.isReaped = true
            // If somebody else has reaped it, nobody knows how it ended.
            return reaped == pid ? TerminationStatus(status) : .exited(255)
        }
    }

    private func kill() {
        send(SIGKILL)
        state.withLock { $0.isKilled = true }
        Self.queue.asyncAfter(deadline: .now() + Self.grace) { [weak self] in self?.settle() }
    }

    /// What was killed has had its time.
    private func settle() {
        let (waiting, isOver) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
            if state.hasEnded { return (nil, true) }
            guard let leftBehind else { return (nil, false) }
            state.isLeftBehind = true
            leftBehind.add()
            defer { state.waiting = nil }
            return (state.waiting, true)
        }
        if isOver { giveUpOutput() }
        waiting?.resume()
    }

    private func giveUpOutput() {
        output?.giveUp()
        errors?.giveUp()
    }

    private func send(_ signal: Int32) {
        state.withLock { state in
            if !state.isReaped { sendSignal(target, signal) }
        }
    }

    /// The first argument of kill(2).
    private var target: pid_t {
        switch ending {
        case .afterAskingItAlone: pid
        case .atOnce, .afterAsking: -pid
        }
    }

    // MARK: - Seeing it end

    /// Keeps this object until it has ended, also when nobody else does.
    private func watch() {
        guard let end = try? Descriptor.end(of: pid), let watch = try? Readiness.watch(),
            watch.add(end.raw, until: .readable, { [self] in Self.queue.async { self.sees(end) } }) != nil
        else { return look(every: .milliseconds(50)) }
    }

    /// - Parameter end: stays open until here.
    private func sees(_ end: Descriptor) {
        end.close()
        if !seesEnd() { look(every: .milliseconds(50)) }
    }

    /// What needs no descriptor, for when there is none left.
    private func look(every interval: DispatchTimeInterval) {
        Self.queue.asyncAfter(deadline: .now() + interval) { [self] in
            if !seesEnd() { look(every: interval) }
        }
    }

    private func seesEnd() -> Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT)
        guard result != 0 || info.si_signo != 0 else { return false }
        let (waiting, isNobodys, isAsked) = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = nil }
            return (state.waiting, state.isLeftBehind, state.isBeingEnded && !state.isKilled)
        }
        waiting?.resume()
        if isNobodys {
            _ = reap()
            leftBehind?.remove()
        } else if !isAsked {
            Self.queue.asyncAfter(deadline: .now() + Self.grace) { [weak self] in self?.giveUpOutput() }
        }
        return true
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        return .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }
}
