import Dispatch
import Glibc

/// The service manager that started this process, systemd or one that speaks as it does: what it handed over, and how
/// it is told that the service is ready and alive (sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3)).
///
/// Started by hand there is none: then nothing was handed over, and nobody is told.
package struct ServiceManager: Sendable {
    /// The first descriptor that it hands over.
    private static let firstDescriptor: Int32 = 3

    /// A socket that it opened for us; nil when there is none.
    package let socket: Int32?
    /// How long it hears nothing before it ends the service; nil when it does not watch.
    package let patience: Duration?
    private let address: String?

    /// - Parameter environment: of this process. What is meant for another process, a parent's, is not ours.
    /// - Throws: ``TooManySockets``.
    package init(environment: [String: String]) throws(TooManySockets) {
        let process = String(getpid())
        let count = environment["LISTEN_PID"] == process ? environment["LISTEN_FDS"].flatMap { Int($0) } ?? 0 : 0
        guard count <= 1 else { throw TooManySockets(count: count) }
        socket = count == 1 ? Self.firstDescriptor : nil
        // Programs that we run must not keep it open.
        if let socket { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
        let isWatched = [nil, process].contains(environment["WATCHDOG_PID"])
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        patience = isWatched ? microseconds.map { .microseconds($0) } : nil
        address = environment["NOTIFY_SOCKET"]
    }

    package func tellReady() { tell("READY=1") }

    package func tellStopping() { tell("STOPPING=1") }

    /// Says from now on that the service is alive, three times within the manager's patience.
    /// - Parameter proof: calls what it is given once the service has shown that it works; until then nothing is said.
    package func keepAlive(_ proof: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
        guard let patience else { return }
        let (seconds, attoseconds) = patience.components
        let pause = DispatchTimeInterval.milliseconds(Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 3)
        proof { [self] in
            tell("WATCHDOG=1")
            DispatchQueue.global().asyncAfter(deadline: .now() + pause) { keepAlive(proof) }
        }
    }

    /// One datagram. Whether it arrives is not our business: a manager that does not listen is told nothing.
    private func tell(_ state: String) {
        guard let address, address.utf8.count < 108 else { return }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { path in
            path.copyBytes(from: address.utf8)
            // An abstract address begins with a zero byte, which is written as @.
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
    package var description: String { "the service manager handed over \(count) sockets; one is expected" }
}
