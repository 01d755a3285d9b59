import Glibc

/// A connection to nginx, for one request and its response. Closed when it goes out of scope.
///
/// Closing does not wait for the peer, as libfcgi's would: a Unix socket keeps what was sent until it is read.
struct FastCGIConnection: ~Copyable {
    /// Becomes readable or hangs up when nginx abandons the request.
    let descriptor: Int32
    /// nginx's ID for the request on this connection.
    let request: UInt16

    /// A peer that reads nothing for this long is disconnected.
    private static let sendTimeout = timeval(tv_sec: 10, tv_usec: 0)

    deinit {
        close(descriptor)
    }

    /// Sends as much as fits into the socket's buffer.
    /// - Returns: what is left; nothing once nginx has disconnected.
    func sendAtOnce(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        send(bytes, flags: Int32(MSG_DONTWAIT))
    }

    /// Blocks until everything is sent or ``sendTimeout`` is over.
    func sendPatiently(_ bytes: ArraySlice<UInt8>) {
        var timeout = Self.sendTimeout
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        _ = send(bytes, flags: 0)
    }

    /// Gives up the ownership: the caller has to close the descriptor.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private func send(_ bytes: ArraySlice<UInt8>, flags: Int32) -> ArraySlice<UInt8> {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno != EINTR {
                return errno == EAGAIN ? rest : []
            }
        }
        return []
    }
}
