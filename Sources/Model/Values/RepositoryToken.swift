/// Access token for a private repository, sent only to the repository's own host.
package struct RepositoryToken: Hashable, Sendable {
    package static let maximumLength = 1024

    package let secret: Secret

    /// - Throws: `token_invalid` unless it is 8 to 1024 printable ASCII characters.
    package init(_ text: String) throws(FieldError) {
        guard (Secret.minimumLength...Self.maximumLength).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else {
            throw FieldError(
                field: "repository_token", code: "token_invalid",
                message:
                    "Use \(Secret.minimumLength) to \(Self.maximumLength) printable ASCII characters without spaces.")
        }
        secret = Secret(text)
    }
}
