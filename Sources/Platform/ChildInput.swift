import Glibc

/// Standard input for a child process, as an in-memory file that it may leave unread.
///
/// swift-subprocess 1.0.2 crashes the whole service ("FileDescriptor was not closed") when a child closes its standard
/// input before all of `input: .string(…)` is written, as happens when it is killed at start.
package enum ChildInput {
    /// - Returns: an open file descriptor positioned at the start; the caller closes it.
    /// - Throws: ``NoMemoryFile`` with the `errno`.
    package static func descriptor(holding text: String) throws(NoMemoryFile) -> Int32 {
        // Close-on-exec, and unlinked as soon as it is open.
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
