/// Idle minutes after which an app is stopped automatically, up to a week.
package struct IdlePeriod: Hashable, Sendable {
    package static let range = 1...10_080

    package let minutes: Int

    package init(minutes: Int) throws(FieldError) {
        guard Self.range.contains(minutes) else {
            throw FieldError(
                field: "idle_minutes", code: "idle_range",
                message: "Enter \(Self.range.lowerBound) to \(Self.range.upperBound) minutes, or leave it empty.")
        }
        self.minutes = minutes
    }
}
