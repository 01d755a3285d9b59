/// A text that only its container or its one server may learn. It has no description: what is logged, shown or compared
/// as text never holds it.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Shorter ones cannot be told from ordinary words when they are taken out of logs.
    package static let minimumLength = 8

    /// Call it only where the text is handed on or sealed.
    package let exposed: String

    package init(_ text: String) { exposed = text }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
