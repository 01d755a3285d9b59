/// Memory limit of an app, in whole GiB.
package struct MemoryLimit: Hashable, Sendable {
    package static let range = 1...4096

    package let gib: Int

    package init(gib: Int) throws(FieldError) {
        guard Self.range.contains(gib) else {
            throw FieldError(
                field: "memory_gib", code: "memory_range",
                message: "Enter \(Self.range.lowerBound) to \(Self.range.upperBound) GiB, or leave it empty.")
        }
        self.gib = gib
    }
}
