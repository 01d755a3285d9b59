import CFastCGI
import Glibc
import HTTPTypes

/// Sole owner of a libfcgi request, and the only place that accesses its fields.
///
/// Lives from a successful accept to ``finish()``. Every method blocks the calling thread while nginx sends or
/// receives.
///
/// `@unchecked Sendable`: it cannot be copied, so only the thread that owns it accesses the request.
struct FastCGIHandle: ~Copyable, @unchecked Sendable {
    private let request: UnsafeMutablePointer<FCGX_Request>

    /// A peer that reads nothing for this long is disconnected.
    private static let sendTimeout = timeval(tv_sec: 10, tv_usec: 0)

    /// Blocks until the next request on the listening socket.
    /// - Returns: nil when accepting failed.
    init?(acceptingOn socket: Int32) {
        request = .allocate(capacity: 1)
        guard FCGX_InitRequest(request, socket, 0) == 0, FCGX_Accept_r(request) == 0 else {
            FCGX_Free(request, 1)
            request.deallocate()
            return nil
        }
        var timeout = Self.sendTimeout
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The connection to nginx. It becomes readable or hangs up when nginx abandons the request.
    var connection: Int32 { request.pointee.ipcFd }

    func parameter(_ name: String) -> String? {
        FCGX_GetParam(name, request.pointee.envp).map { String(cString: $0) }
    }

    /// - Returns: nil if the body is longer than `limit` bytes.
    func body(limit: Int) -> [UInt8]? {
        var body: [UInt8] = []
        var buffer = [CChar](repeating: 0, count: 8192)
        while true {
            let count = Int(FCGX_GetStr(&buffer, Int32(buffer.count), request.pointee.in))
            guard count > 0 else { return body }
            guard body.count + count <= limit else { return nil }
            body.append(contentsOf: buffer[..<count].lazy.map { UInt8(bitPattern: $0) })
        }
    }

    /// Frees the input buffer: 8 KiB that a parked request no longer needs.
    func endInput() {
        FCGX_FreeStream(&request.pointee.in)
    }

    func write(_ response: HTTPResponse, _ body: [UInt8]) {
        var head = "Status: \(response.status.code) \(response.status.reasonPhrase)\r\n"
        for field in response.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        write(Array((head + "\r\n").utf8))
        write(body)
    }

    private func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            // An error means that nginx disconnected. The request still has to be finished.
            _ = FCGX_PutStr(base, Int32(buffer.count), request.pointee.out)
        }
    }

    /// Flushes output, closes the connection and frees the request. Can block for two seconds if the peer does not
    /// close, since libfcgi waits for it.
    consuming func finish() {
        // The steps of FCGX_Finish_r, which skips a request whose input has ended.
        FCGX_FClose(request.pointee.err)
        FCGX_FClose(request.pointee.out)
        FCGX_Free(request, 1)
        request.deallocate()
    }
}
