/// Docker's container ID, 64 hexadecimal digits.
package struct ContainerID: Hashable, Sendable {
    package let rawValue: String

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }
}
