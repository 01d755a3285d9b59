import CFastCGI
import Glibc
import HTTPTypes

/// The one owner of a libfcgi request, and the one place that touches its fields.
///
/// Lives from a successful accept to ``finish()``; every method takes the calling thread for as long as nginx needs to
/// send or take the bytes.
///
/// `@unchecked Sendable`: it cannot be copied, so whichever thread holds it is the only one that touches the request.
struct FastCGIHandle: ~Copyable, @unchecked Sendable {
    private let request: UnsafeMutablePointer<FCGX_Request>

    /// A peer that takes no bytes for this long is given up.
    private static let sendTimeout = timeval(tv_sec: 10, tv_usec: 0)

    /// Waits for the next request on the listening socket.
    /// - Returns: nil when libfcgi could not accept one.
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

    /// The connection to nginx; readable or hung up once nginx has given the request up.
    var connection: Int32 { request.pointee.ipcFd }

    func parameter(_ name: String) -> String? {
        FCGX_GetParam(name, request.pointee.envp).map { String(cString: $0) }
    }

    /// - Returns: nil when the body has more than `limit` bytes.
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

    /// Gives the input's buffer back: 8 KiB that a parked request has no more use for.
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
            // An error here means that nginx has left; finishing is all that remains to be done then too.
            _ = FCGX_PutStr(base, Int32(buffer.count), request.pointee.out)
        }
    }

    /// Sends what is buffered, closes the connection and frees the request. May take two seconds when the peer does
    /// not close (libfcgi waits for that).
    consuming func finish() {
        // What FCGX_Finish_r does, which passes over a request whose input has ended.
        FCGX_FClose(request.pointee.err)
        FCGX_FClose(request.pointee.out)
        FCGX_Free(request, 1)
        request.deallocate()
    }
}
