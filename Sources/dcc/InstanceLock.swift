import Glibc

/// Allows one dcc process per state folder. The kernel releases the lock when the process ends, however it ends.
final class InstanceLock: Sendable {
    /// A child that a killed service had just forked holds the lock until its `exec`, so the lock is retried for 3 s.
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
    var description: String { "another dcc process uses \(folder), or the folder is not writable" }
}
