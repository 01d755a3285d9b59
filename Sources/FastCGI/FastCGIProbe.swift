import Dispatch
import Glibc

/// Sends a server a request through its own socket, as nginx does: a proof that requests are accepted and answered.
package struct FastCGIProbe: Sendable {
    private static let pause = DispatchTimeInterval.seconds(1)

    private let socket: FastCGISocket
    private let path: String
    private let timeout: Int
    /// Its own thread: those that are shared may all be busy.
    private let queue = DispatchQueue(label: "dcc.probe")

    /// - Parameters:
    ///   - path: of a page that needs no sign-in; at most 127 bytes.
    ///   - timeout: in seconds, to connect, to send and to receive each.
    package init(_ socket: FastCGISocket, path: String, timeout: Int = 10) {
        self.socket = socket
        self.path = path
        self.timeout = timeout
    }

    /// Calls back at the first answer, whatever it says; asks again until there is one.
    package func whenAnswered(_ done: @escaping @Sendable () -> Void) {
        queue.async {
            if isAnswered() { return done() }
            queue.asyncAfter(deadline: .now() + Self.pause) { whenAnswered(done) }
        }
    }

    /// Blocks until there is an answer or the time is over.
    func isAnswered() -> Bool {
        guard let connection = socket.connect(timeout: timeout) else { return false }
        defer { close(connection) }
        let request = FastCGIRecords.request([("REQUEST_METHOD", "GET"), ("SCRIPT_NAME", path)], to: 1)
        guard send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
        // One byte of a record is enough: a server that does not answer only closes the connection.
        var byte: UInt8 = 0
        return recv(connection, &byte, 1, 0) == 1
    }
}

extension FastCGISocket {
    /// - Parameter timeout: of each call on the connection, in seconds.
    /// - Returns: a connection to this socket; nil if none is possible in time.
    fileprivate func connect(timeout: Int) -> Int32? {
        var address = sockaddr_un()
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let connection = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { return nil }
        // struct timeval: seconds, microseconds (socket(7)).
        let limit = [timeout, 0]
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            setsockopt(connection, SOL_SOCKET, option, limit, socklen_t(MemoryLayout<Int>.size * limit.count))
        }
        let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size) == 0 && Glibc.connect(connection, $0, size) == 0
            }
        }
        guard !isConnected else { return connection }
        close(connection)
        return nil
    }
}
