import Dispatch
import Glibc

/// The service manager that started this process (systemd or a compatible one): receives its socket and sends it
/// readiness and watchdog messages (sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3)).
///
/// Without one, for example when started by hand, there is no socket and messages are dropped.
package struct ServiceManager: Sendable {
    /// SD_LISTEN_FDS_START.
    private static let firstDescriptor: Int32 = 3

    /// Its own thread: those that are shared may all be busy.
    private static let watchdog = DispatchQueue(label: "dcc.watchdog")

    /// Listening socket opened by the service manager; nil if there is none.
    package let socket: Int32?
    /// Watchdog timeout; nil if the watchdog is off.
    package let patience: Duration?
    private let address: String?

    /// - Parameter environment: of this process. Variables meant for another process, such as the parent, are ignored.
    /// - Throws: ``TooManySockets``.
    package init(environment: [String: String]) throws(TooManySockets) {
        let process = String(getpid())
        let count = environment["LISTEN_PID"] == process ? environment["LISTEN_FDS"].flatMap { Int($0) } ?? 0 : 0
        guard count <= 1 else { throw TooManySockets(count: count) }
        socket = count == 1 ? Self.firstDescriptor : nil
        // Child processes must not inherit it.
        if let socket { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
        let isWatched = [nil, process].contains(environment["WATCHDOG_PID"])
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        patience = isWatched ? microseconds.map { .microseconds($0) } : nil
        address = environment["NOTIFY_SOCKET"]
    }

    package func tellReady() { tell("READY=1") }

    package func tellStopping() { tell("STOPPING=1") }

    /// Sends watchdog messages three times per timeout.
    /// - Parameter proof: calls its argument once the service has shown that it works; until then no message is sent.
    package func keepAlive(_ proof: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
        guard let patience else { return }
        let (seconds, attoseconds) = patience.components
        let pause = DispatchTimeInterval.milliseconds(Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 3)
        proof { [self] in
            tell("WATCHDOG=1")
            Self.watchdog.asyncAfter(deadline: .now() + pause) { keepAlive(proof) }
        }
    }

    /// Sends one datagram and ignores errors: the service works without a listening manager.
    private func tell(_ state: String) {
        guard let address, address.utf8.count < 108 else { return }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { path in
            path.copyBytes(from: address.utf8)
            // In the environment variable, @ stands for the zero byte that starts an abstract address.
            if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + address.utf8.count)
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL), $0, size)
            }
        }
    }
}

package struct TooManySockets: Error, CustomStringConvertible {
    package let count: Int
    package var description: String { "the service manager passed \(count) sockets, but only one is supported" }
}
