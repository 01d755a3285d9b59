import CFastCGI
import Dispatch
import Glibc
package import HTTPTypes

/// Accepts requests on a listening socket, on threads of its own, and gives each to the handler.
///
/// nginx opens a connection per request (`fastcgi_keep_conn off`): a kept one would pin the thread that accepted it.
package final class FastCGIServer: Sendable {
    package typealias Handler = @Sendable (FastCGIExchange) -> Void

    private static let acceptors = 4

    private let socket: FastCGISocket
    private let bodyLimit: Int
    private let handler: Handler
    private let watch = DisconnectWatch()

    /// - Parameters:
    ///   - bodyLimit: in bytes; a longer body reaches the handler as nil.
    ///   - handler: called on an accepting thread; must answer or park without waiting for anything.
    package init(socket: FastCGISocket, bodyLimit: Int, handler: @escaping Handler) {
        self.socket = socket
        self.bodyLimit = bodyLimit
        self.handler = handler
    }

    package func start() {
        // A client that leaves while it is written to is an error to see, not a signal to die of.
        signal(SIGPIPE, SIG_IGN)
        precondition(FCGX_Init() == 0, "libfcgi did not initialise")
        for number in 1...Self.acceptors {
            DispatchQueue(label: "dcc.fastcgi.accept-\(number)").async { [self] in acceptForever() }
        }
    }

    /// Returns when every answer that was given so far is written.
    package static func drain() {
        FastCGIExchange.drain()
    }

    private func acceptForever() -> Never {
        while true {
            guard let handle = FastCGIHandle(acceptingOn: socket.descriptor) else {
                // Out of descriptors or memory: a short pause lets other requests end and free some.
                usleep(20_000)
                continue
            }
            guard socket.admits(peerOf: handle.connection) else {
                handle.finish()
                continue
            }
            serve(handle)
        }
    }

    private func serve(_ handle: consuming FastCGIHandle) {
        let request = FastCGIRequest(
            head: handle.head(), user: handle.parameter("REMOTE_USER").flatMap { $0.isEmpty ? nil : $0 },
            groups: handle.parameter("DCC_GROUPS") ?? "", id: handle.parameter("REQUEST_ID") ?? "",
            address: handle.parameter("REMOTE_ADDR") ?? "", body: handle.body(limit: bodyLimit))
        handle.endInput()
        handler(FastCGIExchange(handle, request, watch))
    }
}

extension FastCGIHandle {
    /// The header fields that nginx's configuration passes on; every other one ends at nginx.
    private static let fields: [(parameter: String, name: HTTPField.Name)] = [
        ("CONTENT_TYPE", .contentType), ("HTTP_ORIGIN", .origin), ("HTTP_SEC_FETCH_SITE", .secFetchSite),
        ("HTTP_X_DCC", .dcc), ("HTTP_IDEMPOTENCY_KEY", .idempotencyKey),
    ]

    fileprivate func head() -> HTTPRequest {
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
    /// Says that the request was made by our page or a program, not by a form on somebody's site.
    package static let dcc = HTTPField.Name("X-DCC")!
    /// A client's name for a request that it may send twice.
    package static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    /// Where the browser says that the request comes from.
    package static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
