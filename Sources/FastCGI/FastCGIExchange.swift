import Dispatch
package import HTTPTypes
import Synchronization

/// A request and its single response, which any thread can send, immediately or later.
///
/// A parked exchange needs no thread, only its socket and this object. Responses are written on a queue of their own,
/// so that a peer that reads slowly does not delay others.
package final class FastCGIExchange: Sendable {
    private static let writers = DispatchQueue(label: "dcc.fastcgi.writers", attributes: .concurrent)

    private struct State: ~Copyable {
        /// nil once responded to or abandoned.
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

    /// Sends the response. Does nothing if one was already sent or the client disconnected.
    package func respond(_ response: HTTPResponse, _ body: [UInt8]) {
        Self.writers.async { [self] in
            guard let handle = take() else { return }
            handle.write(response, body)
            handle.finish()
        }
    }

    /// Keeps the request open without a response.
    /// - Parameter onLeave: called if the client disconnects before the response.
    package func park(onLeave: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard let connection = state.handle?.connection else { return }
            // Responding or abandoning removes the callback from the watch, and with it this reference.
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
        // A handler that dropped its exchange would leave nginx waiting until its timeout: send an error instead.
        guard let handle = take() else { return }
        assertionFailure("a FastCGI request was dropped without a response")
        handle.write(HTTPResponse(status: .internalServerError), [])
        handle.finish()
    }
}
