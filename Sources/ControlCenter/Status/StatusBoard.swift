import FoundationEssentials
import Synchronization

/// What we show: the newest view of each app, and since which revision it looks like that.
///
/// Each view is encoded once, when it is published, and each distinct answer once, however many wait for it.
package final class StatusBoard: Sendable {
    package static let topic = "status"
    /// Removals that a late poll is still told about; one that missed more gets everything anew.
    private static let rememberedRemovals = 1000

    /// Encoded answers kept for others who know the same revision.
    private static let rememberedAnswers = 32

    private struct Entry {
        let revision: Int
        let json: String
    }

    private struct Removal {
        let revision: Int
        let name: AppName
        let json: String
    }

    private struct State {
        var revision = 1
        var apps: [AppName: Entry] = [:]
        var removals: [Removal] = []
        var oldestKnown = 0
        var host = Entry(revision: 1, json: "null")
        var answers: [Int: [UInt8]] = [:]
    }

    /// Names this run of the service: revisions of another run mean nothing here.
    package let instance: String
    private let room: WaitingRoom
    private let state = Mutex(State())

    package init(room: WaitingRoom, instance: String) {
        self.room = room
        self.instance = instance
    }

    package func publish(_ view: AppView) {
        let json = JSONText.encode(view)
        change { state, revision in
            state.apps[view.name] = Entry(revision: revision, json: json)
        }
    }

    package func publishRemoval(of name: AppName, receipt: RemovalReceipt) {
        let json = JSONText.encode(RemovedView(name: name.rawValue, receipt: receipt))
        change { state, revision in
            state.apps[name] = nil
            state.removals.append(Removal(revision: revision, name: name, json: json))
            guard state.removals.count > Self.rememberedRemovals else { return }
            state.oldestKnown = state.removals.removeFirst().revision
        }
    }

    package func publish(_ host: HostView) {
        let json = JSONText.encode(host)
        guard state.withLock({ $0.host.json != json }) else { return }
        change { state, revision in
            state.host = Entry(revision: revision, json: json)
        }
    }

    /// The JSON of one app's view.
    package func app(_ name: AppName) -> String? {
        state.withLock { $0.apps[name]?.json }
    }

    package func apps() -> [String] {
        state.withLock { state in state.apps.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value.json) }
    }

    /// The answer to a poll that knows `instance` up to `revision`.
    /// - Returns: nil when there is nothing newer.
    package func news(instance: String?, after revision: Int?) -> [UInt8]? {
        state.withLock { state in
            guard let revision, instance == self.instance, (state.oldestKnown...state.revision).contains(revision)
            else {
                return answer(&state, after: -1)
            }
            return revision == state.revision ? nil : answer(&state, after: revision)
        }
    }

    /// The answer to a poll that waited in vain.
    package func nothingNew() -> [UInt8] {
        state.withLock { state in
            Self.message(instance, state.revision, full: false, apps: [], removed: [], host: nil)
        }
    }

    private func change(_ body: (inout State, _ revision: Int) -> Void) {
        state.withLock { state in
            body(&state, state.revision + 1)
            state.revision += 1
            state.answers.removeAll(keepingCapacity: true)
        }
        room.wake(Self.topic)
    }

    /// Everything newer than `revision`; a negative one means everything there is.
    private func answer(_ state: inout State, after revision: Int) -> [UInt8] {
        if let known = state.answers[revision] { return known }
        let full = revision < 0
        let answer = Self.message(
            instance, state.revision, full: full,
            apps: state.apps.values.lazy.filter { $0.revision > revision }.map(\.json),
            removed: full ? [] : state.removals.lazy.filter { $0.revision > revision }.map(\.json),
            host: state.host.revision > revision ? state.host.json : nil)
        if state.answers.count < Self.rememberedAnswers { state.answers[revision] = answer }
        return answer
    }

    private static func message(
        _ instance: String, _ revision: Int, full: Bool, apps: [String], removed: [String], host: String?
    ) -> [UInt8] {
        var text = "{\"instance\":\"\(instance)\",\"revision\":\(revision),\"full\":\(full)"
        text += ",\"apps\":[\(apps.joined(separator: ","))],\"removed\":[\(removed.joined(separator: ","))]"
        if let host { text += ",\"host\":\(host)" }
        return Array((text + "}").utf8)
    }
}
