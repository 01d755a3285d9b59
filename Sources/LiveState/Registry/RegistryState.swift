import Dispatch
import FoundationEssentials
import Model
import Synchronization

/// The apps as they are in the database, for any number of readers, and their views on the board.
final class RegistryState: Sendable {
    /// Time for which the text beside a step is collected.
    private static let detailInterval = DispatchTimeInterval.milliseconds(200)

    /// Time until the same text is published again: the page says how long there was none.
    private static let repeatInterval = Duration.seconds(30)

    private struct Detail {
        /// When the step began that the text belongs to.
        let step: Date
        let text: String
        /// When it was last shown, also if it was the same.
        var at: Date
        let collectedAt: ContinuousClock.Instant
        var isOnItsWay: Bool
    }

    private let current: Mutex<RegistrySnapshot>
    private let details = Mutex<[AppName: Detail]>([:])
    private let schedulerWake = Mutex<@Sendable () -> Void>({})
    /// One publication at a time, so that an older view never replaces a newer one.
    private let publishing = Mutex(())
    private let board: StatusBoard
    private let links: AppLinks
    private let queue = DispatchQueue(label: "dcc.details", qos: .utility)

    init(_ snapshot: RegistrySnapshot, board: StatusBoard, links: AppLinks) {
        current = Mutex(snapshot)
        self.board = board
        self.links = links
    }

    /// Taken without waiting for any change.
    var snapshot: RegistrySnapshot { current.withLock { $0 } }

    func replace(by effect: RegistryDraft.Effect) {
        publishing.withLock { _ in
            current.withLock { $0 = effect.snapshot }
            for name in effect.removed.keys { details.withLock { $0[name] = nil } }
            board.publish(effect.changed.compactMap(view), removed: effect.removed)
        }
        if effect.gpusChanged { wakeScheduler() }
    }

    /// Publishes a text beside the app's current step, unless the next one follows at once.
    func show(_ text: String, of name: AppName) {
        guard let step = snapshot.entries[name]?.progress?.startedAt else { return }
        let text = String(text.prefix(200))
        let isFirst = details.withLock { details in
            let before = details[name]
            if let before, before.text == text, before.step == step,
                before.collectedAt.duration(to: .now) < Self.repeatInterval
            {
                details[name]?.at = .now
                return false
            }
            let isOnItsWay = before?.isOnItsWay ?? false
            details[name] = Detail(step: step, text: text, at: .now, collectedAt: .now, isOnItsWay: true)
            return !isOnItsWay
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + Self.detailInterval) { [self] in
            details.withLock { $0[name]?.isOnItsWay = false }
            publishing.withLock { _ in board.publish([view(of: name)].compactMap(\.self)) }
        }
    }

    private func view(of name: AppName) -> AppView? {
        guard let entry = snapshot.entries[name] else { return nil }
        var progress = entry.progress
        let detail = details.withLock { details in
            if progress == nil { details[name] = nil }
            return details[name]
        }
        if let detail, detail.step == progress?.startedAt {
            progress?.detail = detail.text
            progress?.lastOutputAt = detail.at
        }
        return AppView(
            entry.app, deployment: entry.deployment, progress: progress, queuePosition: entry.queuePosition,
            slot: entry.slot, idle: entry.idle, memory: entry.memory, isServing: entry.isServing,
            link: links.link(to: name))
    }

    /// - Parameter wake: called when GPUs may have become free.
    func onSchedulerWake(_ wake: @escaping @Sendable () -> Void) {
        schedulerWake.withLock { $0 = wake }
    }

    func wakeScheduler() {
        schedulerWake.withLock { $0 }()
    }
}
