import Dispatch
package import HTTPTypes
import Synchronization

/// A request and its one answer, which may be given at once or later and from any thread.
///
/// Parking costs no thread: a parked exchange is its socket and this object. Answering happens on a queue of writers,
/// so that a peer which takes its bytes slowly delays nobody else.
package final class FastCGIExchange: Sendable {
    private static let writers = DispatchQueue(label: "dcc.fastcgi.writers", attributes: .concurrent)

    private struct State: ~Copyable {
        /// nil once it is answered or abandoned.
        var handle: FastCGIHandle?
        var watchToken: UInt64?
    }

    package let request: FastCGIRequest
    private let state: Mutex<State>
    private let watch: DisconnectWatch

    init(_ handle: consuming FastCGIHandle, _ request: FastCGIRequest, _ watch: DisconnectWatch) {
        self.request = request
        state = Mutex(State(handle: consume handle))
        self.watch = watch
    }

    /// Answers. Does nothing when it was answered already or the client has left.
    package func respond(_ response: HTTPResponse, _ body: [UInt8]) {
        Self.writers.async { [self] in
            guard let handle = take() else { return }
            handle.write(response, body)
            handle.finish()
        }
    }

    /// Leaves the request open.
    /// - Parameter onLeave: called when the client goes away before the answer.
    package func park(onLeave: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard let connection = state.handle?.connection else { return }
            // Answering or abandoning takes the callback out of the watch, and with it this reference.
            state.watchToken = watch.add(connection) { [self] in
                onLeave()
                abandon()
            }
        }
    }

    static func drain() {
        writers.sync(flags: .barrier) {}
    }

    private func abandon() {
        Self.writers.async { [self] in take()?.finish() }
    }

    private func take() -> FastCGIHandle? {
        state.withLock { state in
            if let token = state.watchToken { watch.remove(token) }
            state.watchToken = nil
            return state.handle.take()
        }
    }

    deinit {
        // A handler that forgot to answer would keep nginx waiting until its own timeout: answer for it.
        guard let handle = take() else { return }
        assertionFailure("a FastCGI request was dropped without an answer")
        handle.write(HTTPResponse(status: .internalServerError), [])
        handle.finish()
    }
}
