/// The TCP port that an app listens on inside its container, 1 to 65535.
package struct ContainerPort: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt16
    package var description: String { String(rawValue) }

    package init(_ number: Int) throws(FieldError) {
        guard let port = UInt16(exactly: number), port > 0 else {
            throw FieldError(
                field: "port", code: "port_range", message: "The port must be a whole number from 1 to 65535.")
        }
        rawValue = port
    }
}
