import Crypto
import FoundationEssentials
import Glibc
import Model

/// A Git LFS pointer file: what a repository holds in the place of a large file (git-lfs's docs/spec.md, version 1).
struct LFSPointer: Hashable, Sendable {
    /// Lengths of pointers of the smallest and the largest file.
    static let lengths = 126...145

    private static let start = "version https://git-lfs.github.com/spec/v1\noid sha256:"
    private static let digits = 64

    /// SHA-256 of the file, in 64 lowercase hexadecimal digits.
    let oid: String
    /// Bytes of the file.
    let size: Int

    /// - Returns: nil unless the file is exactly what Git LFS writes, without extensions.
    init?(_ file: some Collection<UInt8>) {
        guard Self.lengths.contains(file.count), let text = String(validating: file, as: UTF8.self),
            text.hasPrefix(Self.start), text.hasSuffix("\n")
        else { return nil }
        let lines = text.dropFirst(Self.start.count).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].count == Self.digits,
            lines[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            lines[1].hasPrefix("size "), lines[1].dropFirst(5).allSatisfy({ $0.isASCII && $0.isNumber }),
            let size = Int(lines[1].dropFirst(5))
        else { return nil }
        oid = String(lines[0])
        self.size = size
    }

    /// The ``oid`` of an open file, read from where it stands.
    static func digest(of file: Int32) -> String {
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(file, &buffer, buffer.count), count > 0 {
            buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        return hash.finalize().hexadecimal
    }

    /// Whether a `.gitattributes` file hands any file to Git LFS.
    static func isUsed(by attributes: some Collection<UInt8>) -> Bool {
        String(decoding: attributes, as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
            !line.hasPrefix("#") && line.split(whereSeparator: \.isWhitespace).contains("filter=lfs")
        }
    }
}
