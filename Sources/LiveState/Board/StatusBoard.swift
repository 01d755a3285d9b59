package import Model
import FoundationEssentials
import Synchronization

/// Published state: the latest view of each app, the revision it changed at, and who may see it.
///
/// Each view is encoded once, when published, and each distinct answer once, for any number of waiting clients.
package final class StatusBoard: Sendable {
    package static let topic = "status"
    /// Number of remembered departures; a client that missed more gets the full state.
    private static let rememberedDepartures = 1000

    /// Number of encoded answers cached for clients with the same revision and audience.
    private static let rememberedAnswers = 64

    private struct Entry {
        let revision: Int
        let json: String
        let audience: Audience
    }

    /// A removed app, or one no longer visible to some users.
    private struct Departure {
        let revision: Int
        let name: AppName
        let json: String
        /// Who could see it before.
        let audience: Audience
        let isRemoval: Bool
    }

    private struct Question: Hashable {
        let revision: Int
        let viewer: Viewer
    }

    /// Clients with the same visibility get the same answer.
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

    /// ID of this run of the service: revisions of another run are not comparable.
    package let instance: String
    private let hub: PollHub
    private let state = Mutex(State())

    package init(hub: PollHub, instance: String) {
        self.hub = hub
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
            Self.remember(
                Departure(
                    revision: revision, name: view.name, json: json, audience: before.audience, isRemoval: false),
                in: &state)
        }
    }

    package func publishRemoval(of name: AppName, receipt: RemovalReceipt) {
        let json = JSONText.encode(RemovedAppView(name: name.rawValue, receipt: receipt))
        change { state, revision in
            guard let entry = state.apps.removeValue(forKey: name) else { return }
            Self.remember(
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

    /// JSON of one app's view.
    package func app(_ name: AppName) -> String? {
        state.withLock { $0.apps[name]?.json }
    }

    /// JSON of the host's view.
    package var hostView: String { state.withLock { $0.host.json } }

    /// JSON views of all apps visible to the caller, by name.
    package func apps(for caller: Caller) -> [String] {
        state.withLock { state in
            state.apps.filter { caller.maySee($0.value.audience) }.sorted { $0.key.rawValue < $1.key.rawValue }
                .map(\.value.json)
        }
    }

    /// Answer to a poll that knows `instance` up to `revision`.
    /// - Returns: nil if nothing newer is visible to the caller.
    package func news(for caller: Caller, instance: String?, after revision: Int?) -> [UInt8]? {
        state.withLock { state in
            guard let revision, instance == self.instance, (state.oldestKnown...state.revision).contains(revision)
            else {
                return answer(&state, caller, after: -1)
            }
            return revision == state.revision ? nil : answer(&state, caller, after: revision)
        }
    }

    /// True if the app is visible to the caller.
    package func shows(_ name: AppName, to caller: Caller) -> Bool {
        state.withLock { $0.apps[name].map { caller.maySee($0.audience) } ?? false }
    }

    package enum AppNews: Sendable {
        case message([UInt8])
        /// The app does not exist for the caller, or no longer.
        case hidden
    }

    /// Answer to a poll about a single app, like ``news(for:instance:after:)``.
    package func news(of name: AppName, for caller: Caller, instance: String?, after revision: Int?) -> AppNews? {
        state.withLock { state in
            guard let entry = state.apps[name], caller.maySee(entry.audience) else { return .hidden }
            let knows = instance == self.instance && revision.map { (0...state.revision).contains($0) } ?? false
            if knows, let revision, entry.revision <= revision { return nil }
            return .message(message(state, full: !knows, apps: [entry.json], removed: [], host: nil))
        }
    }

    /// Answer to a poll that timed out.
    package func nothingNew() -> [UInt8] {
        state.withLock { message($0, full: false, apps: [], removed: [], host: nil) }
    }

    private func change(_ body: (inout State, _ revision: Int) -> Void) {
        state.withLock { state in
            body(&state, state.revision + 1)
            state.revision += 1
            state.answers.removeAll(keepingCapacity: true)
        }
        hub.wake(Self.topic)
    }

    private static func remember(_ departure: Departure, in state: inout State) {
        state.departures.append(departure)
        guard state.departures.count > rememberedDepartures else { return }
        state.oldestKnown = state.departures.removeFirst().revision
    }

    /// Everything newer than `revision` that the caller may see; a negative revision means everything.
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
