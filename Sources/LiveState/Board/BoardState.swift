import Model

/// Everything that is published, at one revision.
struct BoardState: Sendable {
    /// Number of remembered departures; a client that missed more gets the full state.
    private static let rememberedDepartures = 1000

    struct Entry {
        let revision: Int
        let view: EncodedView
        let audience: Audience

        var json: String { view.json }
    }

    /// A removed app, or one no longer visible to some users.
    struct Departure {
        let revision: Int
        let name: AppName
        let json: String
        /// Who could see it before.
        let audience: Audience
        let isRemoval: Bool
    }

    private struct Host {
        /// When something other than the load changed.
        var revision = 1
        var json = "null"
        var withoutLoad = "null"
    }

    private(set) var revision = 1
    /// Counts changes of the load too, which have no revision.
    private(set) var version = 1
    private(set) var apps: [AppName: Entry] = [:]
    private var departures: [Departure] = []
    private var oldestKnown = 0
    private var host = Host()

    var hostView: String { host.json }

    // MARK: - Changes

    /// - Returns: the views, yet to be encoded.
    mutating func put(_ views: [AppView], removed: [AppName: RemovalReceipt]) -> [AppName: EncodedView] {
        advance()
        let encoded = views.map { ($0.name, put($0)) }
        for (name, receipt) in removed {
            guard let entry = apps.removeValue(forKey: name) else { continue }
            let json = JSONText.encode(RemovedAppView(name: name.rawValue, receipt: receipt))
            remember(Departure(revision: revision, name: name, json: json, audience: entry.audience, isRemoval: true))
        }
        return Dictionary(encoded) { _, later in later }
    }

    private mutating func put(_ view: AppView) -> EncodedView {
        let (encoded, audience) = (EncodedView(view), view.app.audience)
        let before = apps.updateValue(
            Entry(revision: revision, view: encoded, audience: audience), forKey: view.name)
        guard let before, before.audience != audience else { return encoded }
        let left = JSONText.encode(RemovedAppView(name: view.name.rawValue, receipt: nil))
        remember(
            Departure(revision: revision, name: view.name, json: left, audience: before.audience, isRemoval: false))
        return encoded
    }

    /// - Returns: true if more than the load has changed.
    mutating func put(host json: String, withoutLoad: String) -> Bool {
        guard withoutLoad != host.withoutLoad else {
            host.json = json
            version += 1
            return false
        }
        advance()
        host = Host(revision: revision, json: json, withoutLoad: withoutLoad)
        return true
    }

    private mutating func advance() {
        revision += 1
        version += 1
    }

    private mutating func remember(_ departure: Departure) {
        departures.append(departure)
        guard departures.count > Self.rememberedDepartures else { return }
        oldestKnown = departures.removeFirst().revision
    }

    // MARK: - Answers

    /// True if a client that has seen `revision` needs only what is newer.
    func continues(from revision: Int) -> Bool { (oldestKnown...self.revision).contains(revision) }

    /// Everything newer than `revision` that the caller may see; nil if that is nothing.
    /// - Parameter revision: nil for everything.
    func news(for caller: Caller, after revision: Int?, instance: String) -> [UInt8]? {
        let since = revision ?? -1
        let news = apps.values.filter { $0.revision > since && caller.maySee($0.audience) }
        let left = revision == nil ? [] : departures(after: since, for: caller)
        guard revision == nil || !news.isEmpty || !left.isEmpty || host.revision > since else { return nil }
        return message(instance, full: revision == nil, apps: news.map(\.json), removed: left.map(\.json))
    }

    private func departures(after revision: Int, for caller: Caller) -> [Departure] {
        departures.reversed().prefix { $0.revision > revision }.reversed().filter { departure in
            guard caller.maySee(departure.audience) else { return false }
            return departure.isRemoval || !(apps[departure.name].map { caller.maySee($0.audience) } ?? false)
        }
    }

    /// The host's view goes with every message, so that its load is never old.
    func message(_ instance: String, full: Bool = false, apps: [String] = [], removed: [String] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(apps.reduce(host.json.utf8.count + 200) { $0 + $1.utf8.count + 1 })
        bytes += "{\"instance\":\"\(instance)\",\"revision\":\(revision),\"full\":\(full),\"apps\":[".utf8
        bytes.append(list: apps)
        bytes += "],\"removed\":[".utf8
        bytes.append(list: removed)
        bytes += "],\"host\":\(host.json)}".utf8
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(list texts: [String]) {
        for (index, text) in texts.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(contentsOf: text.utf8)
        }
    }
}
