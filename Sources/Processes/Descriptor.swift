package import Platform
import CLinux
import Glibc
import Synchronization

/// An open file descriptor: closed once, by its owner or with it. Children get a copy only where a ``Command`` names it.
package final class Descriptor: Sendable {
    /// The first three are a child's own, whatever is open in this process.
    private static let lowest: Int32 = 3

    package let raw: Int32
    private let isOpen = Mutex(true)

    private init(raw: Int32) {
        self.raw = raw
    }

    deinit { close() }

    package func close() {
        isOpen.withLock { isOpen in
            if isOpen { _ = Glibc.close(raw) }
            isOpen = false
        }
    }

    /// - Parameter result: what `call` returned.
    private static func owning(
        _ result: Int32, _ call: String, _ path: String? = nil
    ) throws(SystemCallFailure) -> Descriptor {
        guard result >= 0 else { throw SystemCallFailure(call, path) }
        guard result < lowest else { return Descriptor(raw: result) }
        let low = Descriptor(raw: result)
        defer { low.close() }
        let copy = fcntl(result, F_DUPFD_CLOEXEC, lowest)
        guard copy >= 0 else { throw SystemCallFailure("fcntl", path) }
        return Descriptor(raw: copy)
    }

    package static func pipe() throws(SystemCallFailure) -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemCallFailure("pipe2") }
        let reading = Result { () throws(SystemCallFailure) in try owning(ends[0], "pipe2") }
        let writing = Result { () throws(SystemCallFailure) in try owning(ends[1], "pipe2") }
        return (try reading.get(), try writing.get())
    }

    static func folder(_ path: String) throws(SystemCallFailure) -> Descriptor {
        try owning(Glibc.open(path, dcc_open_path | O_DIRECTORY | O_CLOEXEC), "open", path)
    }

    static func nothing(_ flags: Int32) throws(SystemCallFailure) -> Descriptor {
        try owning(Glibc.open("/dev/null", flags | O_CLOEXEC), "open", "/dev/null")
    }

    /// A file in memory that holds `bytes`, positioned at its start: a child may leave it unread.
    static func memory(holding bytes: [UInt8]) throws(SystemCallFailure) -> Descriptor {
        let file = try owning(dcc_memory_file("dcc-input"), "memfd_create")
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file.raw, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemCallFailure("write") }
            rest = rest.dropFirst(count)
        }
        guard lseek(file.raw, 0, SEEK_SET) == 0 else { throw SystemCallFailure("lseek") }
        return file
    }

    /// Readable once the child has ended.
    static func end(of child: pid_t) throws(SystemCallFailure) -> Descriptor {
        try owning(dcc_pidfd_open(child), "pidfd_open")
    }

    /// Reads return at once from now on, also for others who have this open file.
    func setNonBlocking() throws(SystemCallFailure) {
        let flags = fcntl(raw, F_GETFL)
        guard flags >= 0, fcntl(raw, F_SETFL, flags | O_NONBLOCK) == 0 else { throw SystemCallFailure("fcntl") }
    }
}
