package import Model
import Synchronization

/// Published state: the latest view of each app, the revision it changed at, and who may see it.
///
/// Each view is encoded once, by the bell or by a reader who comes before it rings, and each distinct answer once, for any
/// number of waiting clients. Readers work on the state as it is when they come: they wait for no change, and for nobody
/// who is sent one.
package final class StatusBoard: Sendable {
    package static let topic = "status"

    /// ID of this run of the service: revisions of another run are not comparable.
    package let instance: String
    private let bell: Bell
    private let state = Mutex(BoardState())
    private let answers = Mutex(KnownAnswers())
    private let fresh = FreshViews()

    package init(hub: PollHub, instance: String) {
        bell = Bell(hub: hub, topic: Self.topic) { [fresh] in fresh.encode() }
        self.instance = instance
    }

    /// Publishes any number of changes as one revision.
    package func publish(_ views: [AppView], removed: [AppName: RemovalReceipt] = [:]) {
        guard !views.isEmpty || !removed.isEmpty else { return }
        fresh.add(state.withLock { $0.put(views, removed: removed) })
        bell.ring()
    }

    /// A change of the load alone is not news: it travels with the next answer.
    package func publish(_ host: HostView) {
        let (json, withoutLoad) = (JSONText.encode(host), JSONText.encode(host.withoutLoad))
        if state.withLock({ $0.put(host: json, withoutLoad: withoutLoad) }) { bell.ring() }
    }

    /// JSON of one app's view.
    package func app(_ name: AppName) -> String? { current.apps[name]?.json }

    /// JSON of the host's view.
    package var hostView: String { current.hostView }

    /// JSON views of all apps visible to the caller, by name.
    package func apps(for caller: Caller) -> [String] {
        current.apps.filter { caller.maySee($0.value.audience) }.sorted { $0.key.rawValue < $1.key.rawValue }
            .map(\.value.json)
    }

    /// Answer to a poll that knows `instance` up to `revision`.
    /// - Returns: nil if nothing newer is visible to the caller.
    package func news(for caller: Caller, instance: String?, after revision: Int?) -> [UInt8]? {
        let state = current
        let known = revision.flatMap { instance == self.instance && state.continues(from: $0) ? $0 : nil }
        guard known != state.revision else { return nil }
        let question = KnownAnswers.Question(caller, after: known)
        if let answer = answers.withLock({ $0.answer(to: question, at: state.version) }) { return answer }
        let answer = state.news(for: caller, after: known, instance: self.instance)
        answers.withLock { $0.keep(answer, to: question, at: state.version) }
        return answer
    }

    /// True if the app is visible to the caller.
    package func shows(_ name: AppName, to caller: Caller) -> Bool {
        current.apps[name].map { caller.maySee($0.audience) } ?? false
    }

    package enum AppNews: Sendable {
        case message([UInt8])
        /// The app does not exist for the caller, or no longer.
        case hidden
    }

    /// Answer to a poll about a single app, like ``news(for:instance:after:)``.
    package func news(of name: AppName, for caller: Caller, instance: String?, after revision: Int?) -> AppNews? {
        let state = current
        guard let entry = state.apps[name], caller.maySee(entry.audience) else { return .hidden }
        let knows = instance == self.instance && revision.map { (0...state.revision).contains($0) } ?? false
        if knows, let revision, entry.revision <= revision { return nil }
        return .message(state.message(self.instance, full: !knows, apps: [entry.json]))
    }

    /// Answer to a poll that timed out.
    package func nothingNew() -> [UInt8] { current.message(instance) }

    private var current: BoardState { state.withLock { $0 } }
}
