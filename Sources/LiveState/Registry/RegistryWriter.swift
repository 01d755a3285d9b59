import Dispatch
import Ports
import Synchronization

/// Runs changes one after another on a queue of its own. Those that arrive while a transaction is being written share
/// the next one: many changes, one sync to the disk, or none if none of them needs it.
final class RegistryWriter: Sendable {
    /// A change with the type of its result erased.
    private struct Pending: Sendable {
        /// - Returns: how to end its ``Commit`` once the transaction is stored.
        /// - Throws: ``TransactionLost``.
        let run: @Sendable (inout RegistryDraft) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
        let synced: Bool
    }

    private let store: any AppStore
    private let state: RegistryState
    private let waiting = Mutex<[Pending]>([])
    private let queue = DispatchQueue(label: "dcc.registry")

    init(store: any AppStore, state: RegistryState) {
        self.store = store
        self.state = state
    }

    /// - Parameter synced: as in ``AppStore/transaction(synced:_:)``.
    func submit<Value: Sendable>(
        synced: Bool, _ body: @escaping @Sendable (inout RegistryDraft) throws -> Value
    ) -> Commit<Value> {
        let commit = Commit<Value>()
        let pending = Pending(
            run: { draft in
                let result = try draft.attempt(body)
                return { commit.end(result) }
            },
            fail: { commit.end(.failure($0)) },
            synced: synced)
        let isFirst = waiting.withLock { waiting in
            waiting.append(pending)
            return waiting.count == 1
        }
        if isFirst { queue.async { [self] in writeWaiting() } }
        return commit
    }

    private func writeWaiting() {
        let changes = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        do {
            let (effect, ends) = try store.transaction(synced: changes.contains(where: \.synced)) { transaction in
                var draft = RegistryDraft(of: state.snapshot, in: transaction)
                let ends = try changes.map { try $0.run(&draft) }
                return (draft.effect, ends)
            }
            state.replace(by: effect)
            for end in ends { end() }
        } catch {
            let cause = (error as? TransactionLost)?.cause ?? error
            for change in changes { change.fail(cause) }
        }
    }
}
