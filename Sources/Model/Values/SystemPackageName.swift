/// Name of a Debian package to install into an app's image.
///
/// Debian policy 5.6.7: `^[a-z0-9][a-z0-9+.-]+$`, the whole text. A version, an option or a shell character is no part
/// of a name.
package struct SystemPackageName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 128
    /// Maximum per app.
    package static let maximumCount = 100

    /// - Parameter field: the name's path in the request, such as `system_packages[0]`.
    /// - Throws: `system_package_invalid`.
    package init(_ text: String, field: String) throws(FieldError) {
        let bytes = text.utf8
        guard (2...Self.maximumLength).contains(bytes.count), let first = bytes.first,
            first.isSmallLetterOrDigit, bytes.allSatisfy(Self.isAllowed)
        else {
            throw FieldError(
                field: field, code: "system_package_invalid",
                message:
                    "Use the name of a Debian package, such as ffmpeg: 2 to \(Self.maximumLength) lowercase letters, "
                    + "digits and + . -, starting with a letter or digit.")
        }
        rawValue = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: byte.isSmallLetterOrDigit
        }
    }
}
