package import FoundationEssentials
import Glibc

/// A file that somebody else left, so that it may be anything.
package enum RegularFile {
    /// Neither waits for a pipe nor follows a link.
    /// - Returns: nil if it is no regular file, cannot be read, or has more bytes than the limit.
    package static func bytes(of path: String, limit: Int) -> Data? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard FileStatus(of: descriptor)?.isFile == true else { return nil }
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        return nil
    }
}
