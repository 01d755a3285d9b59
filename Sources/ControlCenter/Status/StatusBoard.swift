import FoundationEssentials
import Synchronization

/// What we show: the newest view of each app, since which revision it looks like that, and to whom.
///
/// Each view is encoded once, when it is published, and each distinct answer once, however many wait for it.
package final class StatusBoard: Sendable {
    package static let topic = "status"
    /// Departures that a late poll is still told about; one that missed more gets everything anew.
    private static let rememberedDepartures = 1000

    /// Encoded answers kept for others who know the same revision and may see the same.
    private static let rememberedAnswers = 64

    private struct Entry {
        let revision: Int
        let json: String
        let audience: Audience
    }

    /// An app that is gone, or gone from the sight of some.
    private struct Departure {
        let revision: Int
        let name: AppName
        let json: String
        /// Who saw it until then.
        let audience: Audience
        let isRemoval: Bool
    }

    private struct Question: Hashable {
        let revision: Int
        let viewer: Viewer
    }

    /// People who see the same get the same answer.
    private enum Viewer: Hashable {
        case anOperator
        case person(String, groups: Set<String>)

        init(_ caller: Caller) {
            self = caller.role == .operator ? .anOperator : .person(caller.user, groups: caller.groups)
        }
    }

    private struct State {
        var revision = 1
        var apps: [AppName: Entry] = [:]
        var departures: [Departure] = []
        var oldestKnown = 0
        var host = (revision: 1, json: "null")
        var answers: [Question: [UInt8]] = [:]
    }

    /// Names this run of the service: revisions of another run mean nothing here.
    package let instance: String
    private let room: PollHub
    private let state = Mutex(State())

    package init(room: PollHub, instance: String) {
        self.room = room
        self.instance = instance
    }

    package func publish(_ view: AppView) {
        let json = JSONText.encode(view)
        let audience = view.app.audience
        change { state, revision in
            let before = state.apps.updateValue(
                Entry(revision: revision, json: json, audience: audience), forKey: view.name)
            guard let before, before.audience != audience else { return }
            let json = JSONText.encode(RemovedAppView(name: view.name.rawValue, receipt: nil))
            Self.note(
                Departure(
                    revision: revision, name: view.name, json: json, audience: before.audience, isRemoval: false),
                in: &state)
        }
    }

    package func publishRemoval(of name: AppName, receipt: RemovalReceipt) {
        let json = JSONText.encode(RemovedAppView(name: name.rawValue, receipt: receipt))
        change { state, revision in
            guard let entry = state.apps.removeValue(forKey: name) else { return }
            Self.note(
                Departure(revision: revision, name: name, json: json, audience: entry.audience, isRemoval: true),
                in: &state)
        }
    }

    package func publish(_ host: HostView) {
        let json = JSONText.encode(host)
        guard state.withLock({ $0.host.json != json }) else { return }
        change { state, revision in
            state.host = (revision, json)
        }
    }

    /// The JSON of one app's view.
    package func app(_ name: AppName) -> String? {
        state.withLock { $0.apps[name]?.json }
    }

    /// The JSON of the host's view.
    package var hostView: String { state.withLock { $0.host.json } }

    /// The views of all apps that the caller may see, by name.
    package func apps(for caller: Caller) -> [String] {
        state.withLock { state in
            state.apps.filter { caller.maySee($0.value.audience) }.sorted { $0.key.rawValue < $1.key.rawValue }
                .map(\.value.json)
        }
    }

    /// The answer to a poll that knows `instance` up to `revision`.
    /// - Returns: nil when nothing newer concerns the caller.
    package func news(for caller: Caller, instance: String?, after revision: Int?) -> [UInt8]? {
        state.withLock { state in
            guard let revision, instance == self.instance, (state.oldestKnown...state.revision).contains(revision)
            else {
                return answer(&state, caller, after: -1)
            }
            return revision == state.revision ? nil : answer(&state, caller, after: revision)
        }
    }

    /// Whether the app is there for the caller.
    package func shows(_ name: AppName, to caller: Caller) -> Bool {
        state.withLock { $0.apps[name].map { caller.maySee($0.audience) } ?? false }
    }

    package enum AppNews: Sendable {
        case message([UInt8])
        /// The app is not there for the caller, or no longer.
        case hidden
    }

    /// The answer to a poll about one app alone, as ``news(for:instance:after:)``.
    package func news(of name: AppName, for caller: Caller, instance: String?, after revision: Int?) -> AppNews? {
        state.withLock { state in
            guard let entry = state.apps[name], caller.maySee(entry.audience) else { return .hidden }
            let knows = instance == self.instance && revision.map { (0...state.revision).contains($0) } ?? false
            if knows, let revision, entry.revision <= revision { return nil }
            return .message(message(state, full: !knows, apps: [entry.json], removed: [], host: nil))
        }
    }

    /// The answer to a poll that waited in vain.
    package func nothingNew() -> [UInt8] {
        state.withLock { message($0, full: false, apps: [], removed: [], host: nil) }
    }

    private func change(_ body: (inout State, _ revision: Int) -> Void) {
        state.withLock { state in
            body(&state, state.revision + 1)
            state.revision += 1
            state.answers.removeAll(keepingCapacity: true)
        }
        room.wake(Self.topic)
    }

    private static func note(_ departure: Departure, in state: inout State) {
        state.departures.append(departure)
        guard state.departures.count > rememberedDepartures else { return }
        state.oldestKnown = state.departures.removeFirst().revision
    }

    /// Everything newer than `revision` that the caller may see; a negative one means everything there is.
    private func answer(_ state: inout State, _ caller: Caller, after revision: Int) -> [UInt8]? {
        let question = Question(revision: revision, viewer: Viewer(caller))
        if let known = state.answers[question] { return known }
        let full = revision < 0
        let apps = state.apps.values.filter { $0.revision > revision && caller.maySee($0.audience) }
        let departures =
            full
            ? []
            : state.departures.filter { departure in
                guard departure.revision > revision, caller.maySee(departure.audience) else { return false }
                return departure.isRemoval || !(state.apps[departure.name].map { caller.maySee($0.audience) } ?? false)
            }
        let host = state.host.revision > revision ? state.host.json : nil
        guard full || !apps.isEmpty || !departures.isEmpty || host != nil else { return nil }
        let answer = message(state, full: full, apps: apps.map(\.json), removed: departures.map(\.json), host: host)
        if state.answers.count < Self.rememberedAnswers { state.answers[question] = answer }
        return answer
    }

    private func message(
        _ state: State, full: Bool, apps: [String], removed: [String], host: String?
    ) -> [UInt8] {
        var text = "{\"instance\":\"\(instance)\",\"revision\":\(state.revision),\"full\":\(full)"
        text += ",\"apps\":[\(apps.joined(separator: ","))],\"removed\":[\(removed.joined(separator: ","))]"
        if let host { text += ",\"host\":\(host)" }
        return Array((text + "}").utf8)
    }
}
