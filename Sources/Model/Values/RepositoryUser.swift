/// User name that goes with a ``RepositoryToken``, such as that of a GitLab deploy token. Without a token it is not
/// sent.
package struct RepositoryUser: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    package static let maximumLength = 255

    /// - Throws: `repository_user_invalid` unless it is 1 to 255 printable ASCII characters without `:`, which ends the
    ///   name in HTTP's Basic scheme (RFC 7617).
    package init(_ text: String) throws(FieldError) {
        guard (1...Self.maximumLength).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != UInt8(ascii: ":") })
        else {
            throw FieldError(
                field: "repository_user", code: "repository_user_invalid",
                message: "Use 1 to \(Self.maximumLength) printable ASCII characters without a colon.")
        }
        rawValue = text
    }
}
