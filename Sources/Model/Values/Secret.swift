/// Text that only its container or its server may receive. Its description is redacted, so that logging, displaying or
/// interpolating it never reveals it.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Shorter secrets cannot be distinguished from ordinary words when redacting logs.
    package static let minimumLength = 8

    /// Access only where the text is passed on or encrypted.
    package let exposed: String

    package init(_ text: String) { exposed = text }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
