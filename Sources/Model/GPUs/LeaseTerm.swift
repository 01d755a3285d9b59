/// Duration of a GPU lease, in whole hours, up to a year.
package struct LeaseTerm: Hashable, Sendable {
    package static let range = 1...8760

    package let hours: Int
    package var seconds: Double { Double(hours) * 3600 }

    package init(hours: Int) throws(FieldError) {
        guard Self.range.contains(hours) else {
            throw FieldError(
                field: "lease_hours", code: "lease_range",
                message: "Enter \(Self.range.lowerBound) to \(Self.range.upperBound) hours, or leave it empty.")
        }
        self.hours = hours
    }
}
