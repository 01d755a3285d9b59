import Glibc

/// What a child process reads from its standard input, as a file in memory that it may leave unread.
///
/// Version 1.0.2 of swift-subprocess ends the whole service ("FileDescriptor was not closed") when a child closes its
/// standard input before all of `input: .string(…)` is written, as one does that is killed at its start.
package enum ChildInput {
    /// - Returns: an open file descriptor at its beginning; the caller closes it.
    /// - Throws: ``NoMemoryFile`` with the `errno`.
    package static func descriptor(holding text: String) throws(NoMemoryFile) -> Int32 {
        // Closed by itself in every child, and without a name as soon as it is there.
        let name = "/dcc-input-\(UInt64.random(in: .min ... .max))"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw NoMemoryFile(error: errno) }
        shm_unlink(name)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                defer { close(descriptor) }
                throw NoMemoryFile(error: errno)
            }
            rest = rest.dropFirst(count)
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }
}

package struct NoMemoryFile: Error {
    package let error: Int32
}
