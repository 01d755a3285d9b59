import CFastCGI
import Dispatch
import Glibc
package import HTTPTypes
import Platform

/// Accepts requests on a listening socket with its own threads and passes them to the handler.
///
/// nginx opens a connection per request (`fastcgi_keep_conn off`): a persistent one would occupy its accept thread.
package final class FastCGIServer: Sendable {
    package typealias Handler = @Sendable (FastCGIExchange) -> Void

    private static let acceptors = 4

    private let socket: FastCGISocket
    private let bodyLimit: Int
    private let handler: Handler
    private let watch: DescriptorWatch

    /// - Parameters:
    ///   - bodyLimit: in bytes; the handler receives nil for a longer body.
    ///   - handler: called on an accept thread; must respond or park without blocking.
    /// - Throws: ``SystemCallFailure`` if disconnects cannot be watched.
    package init(socket: FastCGISocket, bodyLimit: Int, handler: @escaping Handler) throws {
        watch = try DescriptorWatch(label: "dcc.fastcgi.disconnects")
        self.socket = socket
        self.bodyLimit = bodyLimit
        self.handler = handler
    }

    package func start() {
        // Writing to a disconnected client must fail with an error, not end the process with SIGPIPE.
        signal(SIGPIPE, SIG_IGN)
        precondition(FCGX_Init() == 0, "libfcgi did not initialise")
        for number in 1...Self.acceptors {
            DispatchQueue(label: "dcc.fastcgi.accept-\(number)").async { [self] in acceptForever() }
        }
    }

    /// Returns once all responses sent so far are written.
    package static func drain() {
        FastCGIExchange.drain()
    }

    private func acceptForever() -> Never {
        let input = FastCGIInput(listeningOn: socket.descriptor)
        while true {
            guard let connection = input.accept() else {
                // Out of file descriptors or memory: pause so that other requests can finish and free some.
                usleep(20_000)
                continue
            }
            let request = socket.admits(peerOf: connection.descriptor) ? input.request(bodyLimit: bodyLimit) : nil
            input.release()
            if let request { handler(FastCGIExchange(connection, request, watch)) }
        }
    }
}

extension FastCGIInput {
    /// Header fields in nginx's allow list. nginx drops all others.
    private static let fields: [(parameter: String, name: HTTPField.Name)] = [
        ("CONTENT_TYPE", .contentType), ("HTTP_ORIGIN", .origin), ("HTTP_SEC_FETCH_SITE", .secFetchSite),
        ("HTTP_X_DCC", .dcc), ("HTTP_IDEMPOTENCY_KEY", .idempotencyKey),
    ]

    fileprivate func request(bodyLimit: Int) -> FastCGIRequest {
        FastCGIRequest(
            head: head(), user: parameter("REMOTE_USER").flatMap { $0.isEmpty ? nil : $0 },
            groups: parameter("DCC_GROUPS") ?? "", id: parameter("REQUEST_ID") ?? "",
            address: parameter("REMOTE_ADDR") ?? "", body: body(limit: bodyLimit))
    }

    private func head() -> HTTPRequest {
        let query = parameter("QUERY_STRING") ?? ""
        let path = parameter("SCRIPT_NAME") ?? "/"
        var head = HTTPRequest(
            method: HTTPRequest.Method(parameter("REQUEST_METHOD") ?? "") ?? .get, scheme: "https",
            authority: parameter("HTTP_HOST"), path: query.isEmpty ? path : "\(path)?\(query)")
        for (name, field) in Self.fields {
            if let value = parameter(name), !value.isEmpty { head.headerFields[field] = value }
        }
        return head
    }
}

extension HTTPField.Name {
    /// Sent by our page and by programs. An HTML form on another site cannot set it.
    package static let dcc = HTTPField.Name("X-DCC")!
    /// The client's ID for a request that it may retry.
    package static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    /// Set by browsers: the relation of the requesting page's site to ours.
    package static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
