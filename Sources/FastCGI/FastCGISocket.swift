import Glibc

/// Listening Unix socket that only nginx may use: created here, or by the service manager, which keeps it open across
/// restarts.
///
/// Not created with `FCGX_OpenSocket`, which unlinks any file at the path and exits if it cannot bind.
package struct FastCGISocket: Sendable {
    package let descriptor: Int32
    private let group: UInt32?

    /// After a publish all pages reconnect at once, and nginx responds 502 to those that exceed the queue. The kernel
    /// caps the value (`net.core.somaxconn`, 4096 by default).
    private static let backlog: Int32 = 16_384

    /// - Parameters:
    ///   - path: at most 107 bytes. A stale socket at the path is replaced.
    ///   - group: group that may connect besides the owner; nil for the process's own group.
    package init(path: String, group: UInt32?) throws(FastCGISocketError) {
        guard path.utf8.count < 108 else { throw FastCGISocketError(path: path, reason: "the path is too long") }
        guard Self.connect(path) == nil else {
            throw FastCGISocketError(path: path, reason: "another process is listening there")
        }
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw FastCGISocketError(path: path, reason: "the path exists and is not a socket")
            }
            unlink(path)
        }
        let socket = Self.open()
        let bound = Self.withAddress(path) { bind(socket, $0, $1) }
        guard bound == 0, chmod(path, 0o660) == 0, group.map({ chown(path, getuid(), $0) }) ?? 0 == 0,
            listen(socket, Self.backlog) == 0
        else {
            throw FastCGISocketError(path: path, reason: String(cString: strerror(errno)))
        }
        descriptor = socket
        self.group = group
    }

    /// Uses a socket that was opened by the service manager, with its path, mode and owner.
    /// - Throws: ``FastCGISocketError`` when it is not a listening Unix stream socket.
    package init(adopting descriptor: Int32, group: UInt32?) throws(FastCGISocketError) {
        let place = "descriptor \(descriptor)"
        guard Self.option(SO_DOMAIN, of: descriptor) == AF_UNIX,
            Self.option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue),
            Self.option(SO_ACCEPTCONN, of: descriptor) == 1
        else { throw FastCGISocketError(path: place, reason: "it is not a listening Unix stream socket") }
        self.descriptor = descriptor
        self.group = group
    }

    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }

    /// True if the peer is root, the service's own user, or a process with nginx's group. The socket's file mode
    /// enforces the same, but this also holds if a folder's permissions are too wide.
    func admits(peerOf connection: Int32) -> Bool {
        // struct ucred: pid, uid, gid (unix(7)).
        var peer: [UInt32] = [0, 0, 0]
        var size = socklen_t(MemoryLayout<UInt32>.size * peer.count)
        guard getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return false }
        return [0, getuid()].contains(peer[1]) || peer[2] == group ?? getgid()
    }

    /// - Returns: nil when no process listens at the path.
    private static func connect(_ path: String) -> Void? {
        let socket = open()
        defer { close(socket) }
        return withAddress(path) { Glibc.connect(socket, $0, $1) } == 0 ? () : nil
    }

    private static func open() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

package struct FastCGISocketError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String
    package var description: String { "cannot listen on \(path): \(reason)" }
}
