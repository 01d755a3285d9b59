/// A container image by name, with a tag or digest: the grammar of distribution's package `reference`.
///
/// `[domain/]path[/path…][:tag][@digest]`, at most 512 bytes. Docker, not this type, adds the default domain and tag.
package struct ImageReference: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 512
    /// Of the part before tag and digest.
    private static let maximumNameLength = 255

    /// - Throws: `image_invalid`.
    package init(_ text: String) throws(FieldError) {
        guard text.utf8.count <= Self.maximumLength, Self.isReference(text) else {
            throw FieldError(
                field: "image", code: "image_invalid",
                message: "Use the name of an image, such as python:3.11-slim or ghcr.io/owner/image:tag.")
        }
        rawValue = text
    }

    private static func isReference(_ text: String) -> Bool {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2, !isDigest(halves[1]) { return false }
        var segments = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        // A colon in the last segment starts the tag, in the first one the domain's port.
        let ending = segments.removeLast().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if ending.count == 2, !isTag(ending[1]) { return false }
        let nameLength = halves[0].utf8.count - (ending.count == 2 ? ending[1].utf8.count + 1 : 0)
        guard nameLength <= maximumNameLength, let last = ending.first, isPathComponent(last) else { return false }
        guard let first = segments.first else { return true }
        return (isPathComponent(first) || isDomain(first)) && segments.dropFirst().allSatisfy(isPathComponent)
    }

    /// Runs of small letters and digits between `.`, `_`, `__` or hyphens.
    private static func isPathComponent(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, first.isSmallLetterOrDigit, last.isSmallLetterOrDigit
        else {
            return false
        }
        let separators = bytes.split(whereSeparator: \.isSmallLetterOrDigit).map { String(decoding: $0, as: UTF8.self) }
        return separators.allSatisfy { separator in
            [".", "_", "__"].contains(separator) || separator.allSatisfy { $0 == "-" }
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard !parts[1].isEmpty, parts[1].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
                return false
            }
        }
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            let bytes = label.utf8
            guard let first = bytes.first, let last = bytes.last, first.isLetterOrDigit, last.isLetterOrDigit else {
                return false
            }
            return bytes.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isTag(_ text: Substring) -> Bool {
        let bytes = text.utf8
        guard (1...128).contains(bytes.count), let first = bytes.first else { return false }
        let isWord: (UInt8) -> Bool = { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
        return isWord(first) && bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    /// Of the registered algorithms only those that Docker can check.
    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = ["sha256": 64, "sha384": 96, "sha512": 128][parts[0]] else { return false }
        return parts[1].utf8.count == length
            && parts[1].utf8.allSatisfy {
                $0.isHexadecimalDigit && !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0)
            }
    }
}
