import Glibc

/// A regular file read piece by piece; a link is none.
final class InputFile {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: nil at the end, and where the file cannot be read on.
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

    /// - Returns: nil for more than 64 MiB: no manifest is that long.
    func all() -> [UInt8]? {
        var bytes: [UInt8] = []
        while let piece = next() {
            bytes += piece
            guard bytes.count <= 64 << 20 else { return nil }
        }
        return bytes
    }

    /// - Returns: whether both hold the same bytes.
    static func isSame(_ one: String, _ other: String) -> Bool {
        guard let one = InputFile(one), let other = InputFile(other) else { return false }
        while true {
            let (left, right) = (one.next(), other.next())
            guard left == right else { return false }
            if left == nil { return true }
        }
    }
}
