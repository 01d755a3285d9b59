import Glibc

/// One service works on one folder of data; the lock goes with the process, however it ends.
final class InstanceLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws(AnotherInstance) {
        descriptor = open("\(folder)/dcc.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw AnotherInstance(folder: folder) }
    }

    deinit { close(descriptor) }
}

struct AnotherInstance: Error, CustomStringConvertible {
    let folder: String
    var description: String { "another dcc works on \(folder) already, or the folder cannot be written" }
}
