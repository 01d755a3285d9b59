import Dispatch
package import HTTPTypes
import Platform
import Synchronization

/// A request and its single response, which any thread can send, immediately or later.
///
/// A parked exchange needs no thread, only its socket and this object. No thread waits for a peer that reads slowly but
/// those of a queue of their own.
package final class FastCGIExchange: Sendable {
    private static let writers = DispatchQueue(label: "dcc.fastcgi.writers", attributes: .concurrent)

    private struct State: ~Copyable {
        /// nil once responded to or abandoned.
        var connection: FastCGIConnection?
        var watchToken: UInt64?
    }

    package let request: FastCGIRequest
    private let state: Mutex<State>
    private let watch: DescriptorWatch

    init(_ connection: consuming FastCGIConnection, _ request: FastCGIRequest, _ watch: DescriptorWatch) {
        self.request = request
        state = Mutex(State(connection: consume connection))
        self.watch = watch
    }

    /// Sends the response. Does nothing if one was already sent or the client disconnected.
    ///
    /// A parked exchange is one of many that are answered at once, so its caller does not even encode the response.
    package func respond(_ response: HTTPResponse, _ body: [UInt8]) {
        if state.withLock({ $0.watchToken != nil }) {
            Self.writers.async { [self] in send(response, body) }
        } else {
            send(response, body)
        }
    }

    private func send(_ response: HTTPResponse, _ body: [UInt8]) {
        guard let connection = take() else { return }
        let request = connection.request
        let rest = connection.sendAtOnce(FastCGIRecords.response(response, body, to: request)[...])
        guard !rest.isEmpty else { return }
        let descriptor = connection.release()
        Self.writers.async {
            FastCGIConnection(descriptor: descriptor, request: request).sendPatiently(rest)
        }
    }

    /// Keeps the request open without a response.
    /// - Parameter onLeave: called if the client disconnects before the response.
    package func park(onLeave: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard let connection = state.connection?.descriptor else { return }
            // Responding or abandoning removes the callback from the watch, and with it this reference.
            state.watchToken = watch.add(connection, until: .disconnected) { [self] in
                onLeave()
                abandon()
            }
        }
    }

    /// Returns once all responses sent so far are written.
    static func drain() {
        writers.sync(flags: .barrier) {}
    }

    private func abandon() {
        _ = take()
    }

    private func take() -> FastCGIConnection? {
        state.withLock { state in
            if let token = state.watchToken { watch.remove(token) }
            state.watchToken = nil
            return state.connection.take()
        }
    }

    deinit {
        // A handler that dropped its exchange would leave nginx waiting until its timeout: send an error instead.
        guard let connection = take() else { return }
        assertionFailure("a FastCGI request was dropped without a response")
        _ = connection.sendAtOnce(
            FastCGIRecords.response(HTTPResponse(status: .internalServerError), [], to: connection.request)[...])
    }
}
