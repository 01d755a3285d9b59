import CFastCGI
import Glibc

/// Accepts nginx's connections and reads the request of each, with libfcgi: one per accept thread, since both block.
///
/// The only place that accesses libfcgi's fields. A request is freed once it is read, so that one that waits for its
/// response needs no more than its connection.
struct FastCGIInput: ~Copyable {
    private let request: UnsafeMutablePointer<FCGX_Request>

    /// - Parameter socket: a listening socket.
    init(listeningOn socket: Int32) {
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, socket, 0)
    }

    deinit {
        request.deallocate()
    }

    /// Blocks until the next request; ``release()`` must follow once it is read.
    /// - Returns: nil when accepting failed.
    func accept() -> FastCGIConnection? {
        guard FCGX_Accept_r(request) == 0 else { return nil }
        return FastCGIConnection(
            descriptor: request.pointee.ipcFd, request: UInt16(truncatingIfNeeded: request.pointee.requestId))
    }

    func parameter(_ name: String) -> String? {
        FCGX_GetParam(name, request.pointee.envp).map { String(cString: $0) }
    }

    /// Reads to the end, since nginx takes a connection that is closed before as broken.
    /// - Returns: nil if the body is longer than `limit` bytes.
    func body(limit: Int) -> [UInt8]? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8192) { buffer in
            var body: [UInt8] = []
            var length = 0
            while true {
                let count = Int(FCGX_GetStr(buffer.baseAddress, Int32(buffer.count), request.pointee.in))
                guard count > 0 else { return length <= limit ? body : nil }
                length += count
                if length <= limit { body.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(count)) }
            }
        }
    }

    /// Frees what libfcgi holds, except the connection.
    func release() {
        FCGX_Free(request, 0)
        request.pointee.ipcFd = -1
    }
}
