import Model
import Ports

/// The apps as a transaction is about to leave them. Several changes work on it, one after another.
struct RegistryDraft {
    /// What the transaction leads to.
    struct Effect: Sendable {
        var snapshot: RegistrySnapshot
        /// Apps to publish.
        var changed: Set<AppName> = []
        var removed: [AppName: RemovalReceipt] = [:]
        /// GPUs may have become free.
        var gpusChanged = false
    }

    let store: any AppTransaction
    private(set) var effect: Effect
    /// Entries before the current change.
    private var before: [AppName: AppEntry?] = [:]

    init(of snapshot: RegistrySnapshot, in store: any AppTransaction) {
        self.store = store
        effect = Effect(snapshot: snapshot)
    }

    var snapshot: RegistrySnapshot { effect.snapshot }

    /// Runs one change. What it throws undoes it, and nothing else.
    /// - Throws: ``TransactionLost``.
    mutating func attempt<Value>(_ change: (inout RegistryDraft) throws -> Value) throws
        -> Result<Value, any Error>
    {
        let (store, changed, removed) = (store, effect.changed, effect.removed)
        let (gpusChanged, gpus) = (effect.gpusChanged, snapshot.gpus)
        before = [:]
        do {
            return .success(try store.change { try change(&self) })
        } catch let lost as TransactionLost {
            throw lost
        } catch {
            for (name, entry) in before { effect.snapshot.entries[name] = entry }
            effect.snapshot.gpus = gpus
            (effect.changed, effect.removed, effect.gpusChanged) = (changed, removed, gpusChanged)
            return .failure(error)
        }
    }

    // MARK: - Entries

    /// - Parameter id: detects a reused name.
    /// - Throws: ``AppNotFound``.
    func entry(_ name: AppName, id: Int64? = nil) throws(AppNotFound) -> AppEntry {
        guard let entry = snapshot.entries[name], id == nil || id == entry.app.id else { throw AppNotFound(name: name) }
        return entry
    }

    /// The app's entry after an event.
    /// - Parameter seen: the app as it must still be.
    /// - Throws: ``AppNotFound``, or ``AppConflict`` if the state machine refuses or the app has changed.
    func entry(_ name: AppName, after event: AppEvent, id: Int64? = nil, ifStill seen: App? = nil) throws -> AppEntry {
        var entry = try entry(name, id: id)
        guard seen == nil || seen == entry.app, entry.apply(event, at: snapshot.now()) else {
            throw AppConflict(state: entry.app.state)
        }
        return entry
    }

    /// Keeps a changed entry, to be published if it looks different.
    mutating func keep(_ entry: AppEntry) {
        var entry = entry
        if entry.member == nil { entry.queuePosition = nil }
        let before = replace(entry.app.name, by: entry)
        if !entry.looks(like: before) { effect.changed.insert(entry.app.name) }
        if entry.allocation != before?.allocation || entry.member != before?.member { gpusChange() }
    }

    /// Keeps a change that no one is told of.
    mutating func keepQuietly(_ entry: AppEntry) {
        replace(entry.app.name, by: entry)
    }

    mutating func remove(_ name: AppName, receipt: RemovalReceipt) {
        let entry = replace(name, by: nil)
        effect.removed[name] = receipt
        if entry?.allocation != nil { gpusChange() }
    }

    @discardableResult
    private mutating func replace(_ name: AppName, by entry: AppEntry?) -> AppEntry? {
        let earlier = snapshot.entries[name]
        if before[name] == nil { before[name] = .some(earlier) }
        effect.snapshot.entries[name] = entry
        return earlier
    }

    // MARK: - GPU queue

    /// - Parameter seen: the GPUs as they were just read.
    mutating func see(_ seen: GPUSnapshot) {
        effect.snapshot.gpus = seen
    }

    private mutating func gpusChange() {
        effect.gpusChanged = true
        renumberQueue()
    }

    /// Recomputes the queue positions.
    mutating func renumberQueue() {
        for (name, place) in snapshot.queuePositions {
            guard var entry = snapshot.entries[name], entry.queuePosition != place else { continue }
            entry.queuePosition = place
            replace(name, by: entry)
            effect.changed.insert(name)
        }
    }
}
