import Glibc

/// Reads a regular file in chunks; rejects symbolic links.
final class InputFile {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: nil at the end of the file or on a read error.
    func next() -> [UInt8]? {
        var count = 0
        while count < buffer.count {
            let read = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            guard read > 0 else { break }
            count += read
        }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// - Returns: nil above 64 MiB, which no valid manifest exceeds.
    func all() -> [UInt8]? {
        var bytes: [UInt8] = []
        while let piece = next() {
            bytes += piece
            guard bytes.count <= 64 << 20 else { return nil }
        }
        return bytes
    }

    /// - Returns: true if both files have the same content.
    static func isSame(_ one: String, _ other: String) -> Bool {
        guard let one = InputFile(one), let other = InputFile(other) else { return false }
        while true {
            let (left, right) = (one.next(), other.next())
            guard left == right else { return false }
            if left == nil { return true }
        }
    }
}
