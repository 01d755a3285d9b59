import Glibc

/// One service works on one folder of data; the lock goes with the process, however it ends.
final class InstanceLock: Sendable {
    /// A child that the last service was about to start when it was killed holds its lock until it is a program of its own.
    private static let tries = 30
    private static let pause: useconds_t = 100_000

    private let descriptor: Int32

    init(folder: String) throws(AnotherInstance) {
        descriptor = open("\(folder)/dcc.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AnotherInstance(folder: folder) }
        for _ in 1..<Self.tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(Self.pause)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw AnotherInstance(folder: folder) }
    }

    deinit { close(descriptor) }
}

struct AnotherInstance: Error, CustomStringConvertible {
    let folder: String
    var description: String { "another dcc works on \(folder) already, or the folder cannot be written" }
}
